package dev.tideline.gateway.policy;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Dates as HTTP writes them (RFC 9110 §5.6.7): the one format to send, all three to receive. They are case-sensitive, which
 * a cache does not insist on (RFC 9111 §4.2).
 */
final class HttpDate {

    private static final String TIME = "(\\d{2}):(\\d{2}):(\\d{2})";
    private static final String MONTH = "(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)";
    private static final Pattern IMF =
            anyCase("(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), (\\d{2}) " + MONTH + " (\\d{4}) " + TIME + " GMT");
    private static final Pattern RFC850 =
            anyCase("(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day, (\\d{2})-" + MONTH + "-(\\d{2}) " + TIME + " GMT");
    private static final Pattern ASCTIME =
            anyCase("(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) " + MONTH + " ([ \\d]\\d) " + TIME + " (\\d{4})");
    private static final List<String> MONTHS =
            List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");
    private static final DateTimeFormatter OUT =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT);

    /**
     * Two-digit years from here on belong to the 20th century. The RFC's rule ("more than 50 years in the future")
     * needs a clock, which this package does not have; the obsolete form is not worth one.
     */
    private static final int CENTURY_PIVOT = 77;

    /** IMF-fixdate: a digit for each 0, a letter of a name for each x. */
    private static final String FORM = "xxx, 00 xxx 0000 00:00:00 GMT";

    private static final String DAYS = "MonTueWedThuFriSatSun";
    private static final String MONTH_NAMES = "JanFebMarAprMayJunJulAugSepOctNovDec";
    private static final long OTHERWISE = Long.MIN_VALUE;

    private HttpDate() {}

    private static Pattern anyCase(String regex) {
        return Pattern.compile(regex, Pattern.CASE_INSENSITIVE);
    }

    /** Milliseconds since the epoch, 0 for anything before it, or -1 if the text is no date. */
    static long parse(@Nullable String text) {
        if (text == null || text.length() > 40) {
            return -1;
        }
        long fixdate = fixdate(text);
        if (fixdate != OTHERWISE) {
            return fixdate;
        }
        Matcher m = IMF.matcher(text);
        if (m.matches()) {
            return at(m.group(3), m.group(2), m.group(1), m.group(4), m.group(5), m.group(6));
        }
        m = RFC850.matcher(text);
        if (m.matches()) {
            String century = Integer.parseInt(m.group(3)) >= CENTURY_PIVOT ? "19" : "20";
            return at(century + m.group(3), m.group(2), m.group(1), m.group(4), m.group(5), m.group(6));
        }
        m = ASCTIME.matcher(text);
        if (m.matches()) {
            return at(m.group(6), m.group(1), m.group(2).strip(), m.group(3), m.group(4), m.group(5));
        }
        return -1;
    }

    /** The date in the one line of that name; -1 if there is none, several different ones, or it is malformed. */
    static long single(Fields fields, String name) {
        List<String> lines = fields.all(name);
        if (lines.isEmpty()) {
            return -1;
        }
        for (String line : lines) {
            if (!line.equals(lines.getFirst())) {
                return -1;
            }
        }
        return parse(lines.getFirst());
    }

    /** The date as IMF-fixdate. */
    static String format(long ms) {
        return OUT.format(Instant.ofEpochMilli(ms).atOffset(ZoneOffset.UTC));
    }

    /** The date in IMF-fixdate in its exact case, as nearly all are written; {@link #OTHERWISE} for any other text. */
    private static long fixdate(String text) {
        if (text.length() != FORM.length() || place(DAYS, text, 0) < 0 || place(MONTH_NAMES, text, 8) < 0) {
            return OTHERWISE;
        }
        for (int i = 3; i < FORM.length(); i++) {
            char form = FORM.charAt(i);
            char c = text.charAt(i);
            boolean fits = form == '0' ? c >= '0' && c <= '9' : form == 'x' || c == form;
            if (!fits) {
                return OTHERWISE;
            }
        }
        int month = place(MONTH_NAMES, text, 8) + 1;
        return at(number(text, 12, 16), month, number(text, 5, 7), time(text, 17), time(text, 20), time(text, 23));
    }

    /** Which of the names of three letters stands there, or -1. */
    private static int place(String names, String text, int at) {
        for (int i = 0; i < names.length(); i += 3) {
            if (names.regionMatches(i, text, at, 3)) {
                return i / 3;
            }
        }
        return -1;
    }

    private static int time(String text, int from) {
        return number(text, from, from + 2);
    }

    private static int number(String text, int from, int to) {
        return Integer.parseInt(text, from, to, 10);
    }

    private static long at(String year, String month, String day, String hour, String minute, String second) {
        return at(
                Integer.parseInt(year),
                MONTHS.indexOf(month.toLowerCase(Locale.ROOT)) + 1,
                Integer.parseInt(day),
                Integer.parseInt(hour),
                Integer.parseInt(minute),
                Integer.parseInt(second));
    }

    private static long at(int year, int month, int day, int hour, int minute, int second) {
        try {
            // A leap second is legal on the wire and unknown to java.time.
            LocalDateTime time = LocalDateTime.of(year, month, day, hour, minute, second == 60 ? 59 : second);
            return Math.max(0, time.toInstant(ZoneOffset.UTC).toEpochMilli());
        } catch (DateTimeException impossible) {
            return -1;
        }
    }
}
