package perfcmp.workload.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.Deque;

/** Folders of our own, which only this user may enter and which leave nothing behind. */
public final class PrivateFolder {
    private static final Deque<Path> OF_PROCESS = new ArrayDeque<>();

    private PrivateFolder() {}

    /** Within a folder, or where temporary files go when there is none. */
    public static Path create(Path parent, String prefix) throws IOException {
        return parent == null ? Files.createTempDirectory(prefix) : Files.createTempDirectory(parent, prefix);
    }

    /** One that goes with the process. */
    public static Path createForProcess(Path parent, String prefix) {
        try {
            Path folder = create(parent, prefix);
            synchronized (OF_PROCESS) {
                if (OF_PROCESS.isEmpty()) Runtime.getRuntime().addShutdownHook(new Thread(PrivateFolder::removeAll));
                OF_PROCESS.push(folder);
            }
            return folder;
        } catch (IOException refused) {
            throw new UncheckedIOException(refused);
        }
    }

    /** Links are removed, not followed; others may be removing the same. */
    public static void remove(Path folder) throws IOException {
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes facts) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                if (failure instanceof NoSuchFileException) return FileVisitResult.CONTINUE;
                throw failure;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, IOException failure) throws IOException {
                if (failure != null) throw failure;
                Files.deleteIfExists(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /** The newest first, since it may lie in an older one. */
    private static void removeAll() {
        synchronized (OF_PROCESS) {
            for (Path folder : OF_PROCESS) {
                try {
                    remove(folder);
                } catch (IOException gone) {
                    // Whoever made its parent removes both.
                }
            }
        }
    }
}
