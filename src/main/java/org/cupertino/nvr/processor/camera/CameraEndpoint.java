package org.cupertino.nvr.processor.camera;

import org.apache.camel.Consumer;
import org.apache.camel.MultipleConsumersSupport;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultEndpoint;

/** The frames of one camera, to consume. */
final class CameraEndpoint extends DefaultEndpoint implements MultipleConsumersSupport {
    private final int sourceId;

    CameraEndpoint(String uri, CameraComponent component, int sourceId) {
        super(uri, component);
        this.sourceId = sourceId;
    }

    int sourceId() {
        return sourceId;
    }

    @Override
    public CameraComponent getComponent() {
        return (CameraComponent) super.getComponent();
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        CameraConsumer consumer = new CameraConsumer(this, processor);
        configureConsumer(consumer);
        return consumer;
    }

    /**
     * Whether Camel leaves the refusal of a second route to the consumer, which says what to do.
     */
    @Override
    public boolean isMultipleConsumersSupported() {
        return true;
    }

    @Override
    public Producer createProducer() {
        throw new UnsupportedOperationException("A camera gives frames, nothing can be sent to it");
    }
}
