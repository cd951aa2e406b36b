package org.cupertino.nvr.support;

import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.github.dockerjava.api.exception.NotFoundException;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.testcontainers.DockerClientFactory;

/**
 * The image that {@link Mosquitto} runs. As a JUnit extension ({@code @ExtendWith}) it skips the
 * tests of a class where the engine or the image is missing, and says what to do; where the
 * environment has {@code CI=true} they fail instead.
 */
public final class MosquittoImage implements ExecutionCondition {
    static final String NAME = "mosquitto-local:latest";
    private static final boolean ON_CI = "true".equals(System.getenv("CI"));

    /**
     * A class aborted in beforeAll is left out of the report; one skipped here is counted in it.
     */
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        String missing = Engine.MISSING;
        return missing == null || ON_CI
                ? ConditionEvaluationResult.enabled("")
                : ConditionEvaluationResult.disabled(missing);
    }

    /** Skips the running test where no broker can be started, or fails it where CI is true. */
    public static void assumeAvailable() {
        String missing = Engine.MISSING;
        if (missing != null && ON_CI) {
            fail(missing);
        }
        assumeTrue(missing == null, missing);
    }

    private static String missing() {
        String missing = null;
        if (!DockerClientFactory.instance().isDockerAvailable()) {
            missing = "No Docker engine answers";
        } else {
            try {
                DockerClientFactory.lazyClient().inspectImageCmd(NAME).exec();
            } catch (NotFoundException e) {
                missing = "The Docker engine has no image " + NAME;
            }
        }
        return missing == null ? null : missing + "; this test needs it: docker/test-broker/build";
    }

    /** Asked once. */
    private static final class Engine {
        /** What is missing and where it comes from; null where nothing is. */
        static final String MISSING = missing();
    }
}
