package org.cupertino.nvr.processor.command;

import java.util.List;

/** Matches {@code target_instances} against this instance. */
final class Target {
    private static final String EVERYBODY = "*";

    private Target() {}

    /**
     * @param target {@code target_instances} as it came, or null
     * @throws CommandException if it is of no form that the contract knows
     */
    static boolean includes(Object target, String instanceId) throws CommandException {
        if (target == null) {
            return true;
        }
        if (target instanceof String one) {
            return isMeant(one, instanceId);
        }
        if (target instanceof List<?> many && many.stream().allMatch(String.class::isInstance)) {
            return many.isEmpty()
                    || many.stream().anyMatch(one -> isMeant((String) one, instanceId));
        }
        throw CommandException.rejected(
                "invalid_target",
                "target_instances must be a list of instance ids, one instance id, or \"*\"");
    }

    private static boolean isMeant(String target, String instanceId) {
        return target.equals(EVERYBODY) || target.equals(instanceId);
    }
}
