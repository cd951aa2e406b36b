package org.cupertino.nvr.fleet.wall;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.cupertino.nvr.config.ConfigException;

/**
 * Who may look at the wall: a file with a line for each, {@code name:hash:role} or {@code
 * name:hash:role:1,2,3}, where the role is viewer or operator and the numbers are the cameras that
 * he may see, all if there are none. Empty lines and those that begin with # say nothing.
 * Immutable.
 */
public final class WallUsers {
    private static final String NAME = "[\\p{L}\\p{N}._@-]{1,50}";
    private static final Set<String> ROLES = Set.of("viewer", "operator");

    /** Who is compared with when there is no such user, so that it takes as long. */
    private static final PasswordHash NOBODY = PasswordHash.of(new char[] {'x'});

    private record User(Visitor visitor, PasswordHash hash) {}

    private final Map<String, User> users;

    private WallUsers(Map<String, User> users) {
        this.users = users;
    }

    /**
     * A line of the file.
     *
     * @param cameras that he may see; all if empty
     * @throws ConfigException if there can be no such user
     */
    public static String line(
            String name, char[] password, boolean operator, List<Integer> cameras) {
        if (!name.matches(NAME)) {
            throw new ConfigException(
                    "The name must be 1 to 50 letters, digits, dots, dashes, underscores or @");
        }
        if (password.length == 0) {
            throw new ConfigException("The password is empty");
        }
        String some = cameras.stream().map(String::valueOf).collect(Collectors.joining(","));
        return "%s:%s:%s%s"
                .formatted(
                        name,
                        PasswordHash.of(password),
                        operator ? "operator" : "viewer",
                        some.isEmpty() ? "" : ":" + some);
    }

    /**
     * @throws ConfigException if the file cannot be read, a line is wrong, or there is none
     */
    static WallUsers read(Path file) {
        Map<String, User> users = new LinkedHashMap<>();
        try {
            List<String> lines = Files.readAllLines(file);
            for (int i = 0; i < lines.size(); i++) {
                String line = lines.get(i).strip();
                if (!line.isEmpty() && !line.startsWith("#")) {
                    add(users, line, file + " line " + (i + 1) + " ");
                }
            }
        } catch (IOException e) {
            throw new ConfigException(file + " cannot be read: " + e.getMessage());
        }
        if (users.isEmpty()) {
            throw new ConfigException(file + " names no user; wall-user makes a line");
        }
        return new WallUsers(users);
    }

    private static void add(Map<String, User> users, String line, String place) {
        String[] parts = line.split(":", -1);
        if (parts.length < 3 || parts.length > 4) {
            throw new ConfigException(place + "must be name:hash:role or name:hash:role:cameras");
        }
        if (!parts[0].matches(NAME) || users.containsKey(parts[0])) {
            throw new ConfigException(place + "has a name that is none, or is there twice");
        }
        if (!ROLES.contains(parts[2])) {
            throw new ConfigException(place + "has a role that is neither viewer nor operator");
        }
        if (parts.length == 4 && !parts[3].matches("\\d{1,9}(,\\d{1,9})*")) {
            throw new ConfigException(place + "must end with numbers of cameras such as 1,2,3");
        }
        Set<Integer> cameras =
                parts.length < 4
                        ? null
                        : Arrays.stream(parts[3].split(","))
                                .map(Integer::valueOf)
                                .collect(Collectors.toUnmodifiableSet());
        try {
            users.put(
                    parts[0],
                    new User(
                            new Visitor(parts[0], parts[2].equals("operator"), cameras),
                            PasswordHash.parse(parts[1])));
        } catch (IllegalArgumentException e) {
            throw new ConfigException(place + e.getMessage());
        }
    }

    /** The user of that name and password, if there is one; takes its time either way. */
    Optional<Visitor> find(String name, char[] password) {
        User user = users.get(name);
        boolean right = (user == null ? NOBODY : user.hash()).isOf(password);
        return user != null && right ? Optional.of(user.visitor()) : Optional.empty();
    }
}
