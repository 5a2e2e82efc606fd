package dev.tideline.local.stack;

import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;

/**
 * What the owner of a stack tells other processes of the same user, in a file only that user can read.
 *
 * @param pid of the owner
 * @param controlPort where it takes orders about single parts
 * @param token to be sent with each order
 * @param addresses of the parts
 * @param parts that the stack has
 */
public record StackState(long pid, int controlPort, String token, Addresses addresses, Set<Part> parts) {

    static StackState of(OwnedStack stack, ControlServer control) {
        return new StackState(
                ProcessHandle.current().pid(), control.port(), control.token(), stack.addresses(), stack.parts());
    }

    /** Empty when there is none; a stale one, whose owner was killed, is still read. */
    public static Optional<StackState> read(Workspace workspace) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(workspace.stateFile())) {
            properties.load(reader);
            Map<Part, Integer> ports = new EnumMap<>(Part.class);
            Set<Part> parts = EnumSet.noneOf(Part.class);
            for (Part part : Part.values()) {
                ports.put(part, Integer.parseInt(properties.getProperty("port." + part.title(), "")));
                if (!properties.getProperty("absent." + part.title(), "no").equals("yes")) {
                    parts.add(part);
                }
            }
            return Optional.of(new StackState(
                    Long.parseLong(properties.getProperty("pid", "")),
                    Integer.parseInt(properties.getProperty("control", "")),
                    properties.getProperty("token", ""),
                    new Addresses(ports),
                    parts));
        } catch (IOException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** The live owner; known from the moment it has the lock. */
    public static Optional<ProcessHandle> ownerOf(Workspace workspace) {
        try {
            String pid =
                    Files.readString(workspace.directory().resolve("owner.pid")).strip();
            return pid.matches("\\d{1,18}") ? ProcessHandle.of(Long.parseLong(pid)) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    void write(Workspace workspace) {
        Properties properties = new Properties();
        properties.setProperty("pid", Long.toString(pid));
        properties.setProperty("control", Integer.toString(controlPort));
        properties.setProperty("token", token);
        addresses.ports().forEach((part, port) -> properties.setProperty("port." + part.title(), port.toString()));
        EnumSet<Part> absent = EnumSet.allOf(Part.class);
        absent.removeAll(parts);
        absent.forEach(part -> properties.setProperty("absent." + part.title(), "yes"));
        StringWriter text = new StringWriter();
        Path fresh = workspace.stateFile().resolveSibling("stack.properties.new");
        try {
            properties.store(text, null);
            Files.deleteIfExists(fresh);
            Files.createFile(fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(fresh, text.toString());
            Files.move(
                    fresh, workspace.stateFile(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new StackException("cannot write " + fresh + ": " + e.getMessage());
        }
    }

    static void delete(Workspace workspace) {
        try {
            Files.deleteIfExists(workspace.stateFile());
        } catch (IOException e) {
            throw new StackException("cannot delete " + workspace.stateFile() + ": " + e.getMessage());
        }
    }
}
