package perfcmp.workload.files;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.regex.Pattern;

/** The only folder in which files are read. */
public final class Sandbox {
    private static final int LONGEST_PATH_BYTES = 255;
    private static final int LARGEST_FILE_BYTES = 16 * 1_024 * 1_024;
    private static final Pattern DRIVE = Pattern.compile("^[A-Za-z]:");
    private static final Pattern SEGMENT_OF_DOTS = Pattern.compile("\\.{1,2}");

    private final Path root;

    public Sandbox(Path root) {
        try {
            this.root = root.toRealPath();
        } catch (IOException refused) {
            throw new UncheckedIOException(refused);
        }
    }

    public Path root() {
        return root;
    }

    /** Judged as it was sent: nothing is decoded and no file is touched. */
    public static boolean isValidPath(String path) {
        if (path.isEmpty() || path.getBytes(StandardCharsets.UTF_8).length > LONGEST_PATH_BYTES) return false;
        if (path.indexOf('\0') >= 0 || path.indexOf('\\') >= 0 || DRIVE.matcher(path).find()) return false;
        for (String segment : path.split("/", -1)) {
            // Absolute paths and trailing slashes have an empty segment.
            if (segment.isEmpty() || SEGMENT_OF_DOTS.matcher(segment).matches()) return false;
        }
        return true;
    }

    /** The whole file; fails for what is missing, too large, not a regular file, or outside once links are followed. */
    byte[] read(String path) throws IOException {
        Path real = resolve(path);
        BasicFileAttributes facts = Files.readAttributes(real, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        // Asked before it is opened: opening a FIFO would wait for its other end.
        if (!facts.isRegularFile() || facts.size() > LARGEST_FILE_BYTES) throw new NoSuchFileException(path);
        try (InputStream stream = Files.newInputStream(real, LinkOption.NOFOLLOW_LINKS)) {
            // What was there when it was asked, however fast the file grows.
            byte[] bytes = new byte[(int) facts.size()];
            int length = stream.readNBytes(bytes, 0, bytes.length);
            return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
        }
    }

    private Path resolve(String path) throws IOException {
        try {
            Path real = root.resolve(path).toRealPath();
            // By whole segments: /root2 does not start with /root.
            if (!real.startsWith(root) || real.equals(root)) throw new NoSuchFileException(path);
            return real;
        } catch (InvalidPathException unmappable) {
            throw new NoSuchFileException(path);
        }
    }
}
