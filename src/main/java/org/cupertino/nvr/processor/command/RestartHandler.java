package org.cupertino.nvr.processor.command;

import org.cupertino.nvr.processor.camera.Cameras;
import org.cupertino.nvr.processor.inference.Detector;
import org.cupertino.nvr.processor.inference.ModelException;
import org.cupertino.nvr.processor.report.StatusReport;
import org.cupertino.nvr.wire.InstanceState;

/** Closes and reopens cameras and model, in the same process under the same id. */
record RestartHandler(Cameras cameras, Detector detector, StatusReport status)
        implements CommandHandler {
    @Override
    public String name() {
        return "restart";
    }

    @Override
    public void handle(Command command) throws CommandException {
        status.enter(InstanceState.RESTARTING, null);
        try {
            cameras.reopen();
            if (detector.modelId().isPresent()) {
                detector.load(detector.modelId().get());
            }
        } catch (ModelException e) {
            throw CommandException.failed(e.code(), e.getMessage());
        } finally {
            status.enter(InstanceState.RUNNING, null);
        }
    }
}
