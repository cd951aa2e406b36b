package org.cupertino.nvr.processor.command;

import org.cupertino.nvr.identity.InstanceIds;
import org.cupertino.nvr.processor.report.StatusReport;

/**
 * @param renamed what else the new id changes, such as the Last Will
 */
record RenameInstanceHandler(StatusReport status, Runnable renamed) implements CommandHandler {
    @Override
    public String name() {
        return "rename_instance";
    }

    @Override
    public void handle(Command command) throws CommandException {
        String newId = command.params().text("new_instance_id");
        if (!InstanceIds.isValid(newId)) {
            throw CommandException.rejected(
                    "invalid_param",
                    "The parameter new_instance_id must be 1 to 64 letters, digits, '.', '_' or '-',"
                            + " the first a letter or digit");
        }
        status.rename(newId, renamed);
    }
}
