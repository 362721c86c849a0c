package ai.netra.agents.build.format;

import com.palantir.javaformat.java.Formatter;
import com.palantir.javaformat.java.FormatterException;
import com.palantir.javaformat.java.JavaFormatterOptions;
import com.palantir.javaformat.java.JavaFormatterOptions.Style;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;

/**
 * Checks or applies palantir-java-format on every Java file of the repository.
 *
 * <p>A program of its own because the formatter parses with the compiler of the JVM it runs in: inside Maven on a JDK 17
 * it cannot read Java 21. The build runs this on the JDK that compiles.
 */
public final class FormatSources {
    private static final Formatter FORMATTER = Formatter.createFormatter(
            JavaFormatterOptions.builder().style(Style.PALANTIR).build());

    private FormatSources() {}

    /** Takes {@code check} or {@code apply}, and the root of the repository. */
    public static void main(String[] args) throws IOException {
        boolean apply = switch (args[0]) {
            case "check" -> false;
            case "apply" -> true;
            default -> throw new IllegalArgumentException("Unknown mode " + args[0] + ": use check or apply");
        };
        Path root = Path.of(args[1]).toRealPath();
        List<String> problems = new ArrayList<>();
        for (Path file : sources(root)) {
            String name = root.relativize(file).toString();
            String source = Files.readString(file);
            try {
                String formatted = FORMATTER.formatSourceAndFixImports(source);
                if (formatted.equals(source)) {
                    continue;
                }
                if (apply) {
                    Files.writeString(file, formatted);
                    System.out.println("Formatted " + name);
                } else {
                    problems.add(name);
                }
            } catch (FormatterException e) {
                problems.add(name + ": " + e.getMessage());
            }
        }
        if (!problems.isEmpty()) {
            System.err.println("Not formatted:");
            problems.forEach(problem -> System.err.println("  " + problem));
            System.err.println("To format: mvn -q compile exec:exec -pl format -Dnetra.format=apply");
            System.exit(1);
        }
    }

    private static List<Path> sources(Path root) throws IOException {
        List<Path> sources = new ArrayList<>();
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                String name = directory.getFileName().toString();
                boolean skipped = !directory.equals(root) && (name.equals("target") || name.startsWith("."));
                return skipped ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (file.toString().endsWith(".java")) {
                    sources.add(file);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        sources.sort(null);
        return sources;
    }
}
