package dev.tideline.backends;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The platforms whose Redis and Postgres programs this module carries. */
public enum Platform {
    LINUX_AMD64("Linux on amd64", "linux-amd64"),
    LINUX_ARM64("Linux on arm64", "linux-arm64"),
    DARWIN_ARM64("macOS on arm64", "darwin-arm64");

    private final String title;
    private final String redisSuffix;

    Platform(String title, String redisSuffix) {
        this.title = title;
        this.redisSuffix = redisSuffix;
    }

    /**
     * The platform this JVM runs on.
     *
     * @throws BackendException when no programs are carried for it; the message lists those that are
     */
    public static Platform current() {
        return of(System.getProperty("os.name", ""), System.getProperty("os.arch", ""));
    }

    static Platform of(String osName, String osArch) {
        String os = osName.toLowerCase(Locale.ROOT);
        boolean arm = osArch.equals("aarch64") || osArch.equals("arm64");
        boolean intel = osArch.equals("amd64") || osArch.equals("x86_64");
        if (os.startsWith("linux") && intel) {
            return LINUX_AMD64;
        }
        if (os.startsWith("linux") && arm) {
            return LINUX_ARM64;
        }
        if (os.startsWith("mac") && arm) {
            return DARWIN_ARM64;
        }
        throw new BackendException("no embedded Redis and Postgres for " + osName + " on " + osArch + "; there are: "
                + Arrays.stream(values()).map(p -> p.title).collect(Collectors.joining(", ")));
    }

    /** Name of the Redis program within its artifact. */
    String redisResource() {
        return "redis-server-7.0.15-" + redisSuffix;
    }
}
