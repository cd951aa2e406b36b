package org.cupertino.nvr.processor.command;

import org.cupertino.nvr.processor.inference.Detector;
import org.cupertino.nvr.processor.inference.ModelException;
import org.cupertino.nvr.processor.report.StatusReport;
import org.cupertino.nvr.wire.InstanceState;

/** The old model works until the new one does, and stays if that fails. */
record ChangeModelHandler(Detector detector, StatusReport status) implements CommandHandler {
    @Override
    public String name() {
        return "change_model";
    }

    @Override
    public void handle(Command command) throws CommandException {
        String modelId = command.params().text("model_id");
        try {
            detector.check(modelId);
        } catch (ModelException e) {
            throw CommandException.rejected(e.code(), e.getMessage());
        }
        status.enter(InstanceState.RECONFIGURING, "Loading model " + modelId);
        try {
            detector.load(modelId);
        } catch (ModelException e) {
            throw CommandException.failed(e.code(), e.getMessage());
        } finally {
            status.enter(InstanceState.RUNNING, null);
        }
    }
}
