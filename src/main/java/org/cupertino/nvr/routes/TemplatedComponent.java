package org.cupertino.nvr.routes;

import java.util.Map;
import org.apache.camel.Component;

/** A component whose routes are made from a route template while the program runs. */
public interface TemplatedComponent {
    /** A copy for a context that checks routes and is never started. */
    Component forCheck();

    /** Id of the route template. */
    String template();

    /** Parameters that the route template is tried with. */
    Map<String, Object> exampleParameters();
}
