package dev.tideline.local.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads what is appended to a log after this was made; begins again when the log is a new one. */
final class LogFollower {
    private static final int MOST = 1 << 20;

    private final Path log;
    private final String prefix;
    private final ByteArrayOutputStream unfinished = new ByteArrayOutputStream();
    private long position;

    LogFollower(Path log, String prefix) {
        this.log = log;
        this.prefix = prefix;
        this.position = log.toFile().length();
    }

    /** Whole lines since the last call, at most 1 MiB of them. */
    List<String> fresh() {
        if (!Files.isRegularFile(log)) {
            position = 0;
            return List.of();
        }
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
            if (file.length() < position) {
                position = 0;
                unfinished.reset();
            }
            byte[] bytes = new byte[(int) Math.min(MOST, file.length() - position)];
            file.seek(position);
            file.readFully(bytes);
            position += bytes.length;
            return lines(bytes);
        } catch (IOException e) {
            return List.of(prefix + "(cannot read " + log + ": " + e.getMessage() + ")");
        }
    }

    private List<String> lines(byte[] bytes) {
        List<String> whole = new ArrayList<>();
        for (byte one : bytes) {
            if (one == '\n') {
                whole.add(prefix + unfinished.toString(StandardCharsets.UTF_8));
                unfinished.reset();
            } else {
                unfinished.write(one);
            }
        }
        return whole;
    }
}
