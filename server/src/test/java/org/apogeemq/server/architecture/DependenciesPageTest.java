package org.apogeemq.server.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page about dependencies says what the build does. */
class DependenciesPageTest {
    private static final Pattern VERSION = Pattern.compile("<(version|[a-z.-]+\\.version)>([0-9][^<]*)</\\1>");

    @Test
    void everyVersionOfTheBuildIsExplained() throws IOException {
        String page = Files.readString(SourceTree.root().resolve("docs/dependencies.md"));
        Map<String, String> unexplained = new TreeMap<>();
        for (Path pom : poms()) {
            Matcher version = VERSION.matcher(Files.readString(pom));
            while (version.find()) {
                boolean isOurs = version.group(2).endsWith("-SNAPSHOT");
                if (!isOurs && !page.contains(version.group(2))) {
                    unexplained.put(version.group(), SourceTree.nameOf(pom));
                }
            }
        }
        assertThat(unexplained)
                .as("versions that docs/dependencies.md does not name")
                .isEmpty();
    }

    private static List<Path> poms() throws IOException {
        try (Stream<Path> files = Files.find(
                SourceTree.root(), 3, (file, attributes) -> file.endsWith("pom.xml") && attributes.isRegularFile())) {
            return files.filter(file -> !SourceTree.nameOf(file).contains("target"))
                    .toList();
        }
    }
}
