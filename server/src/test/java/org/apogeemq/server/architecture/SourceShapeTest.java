package org.apogeemq.server.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ReturnTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/** How methods and public faces look, read off the sources by the compiler's own parser. */
class SourceShapeTest {
    private static final int METHOD_LINES_MAX = 50;
    private static final int PARAMETERS_MAX = 6;
    private static final int CONSTRUCTOR_PARAMETERS_MAX = 8;

    @Test
    void noMethodIsLongerThanAScreen() throws IOException {
        assertThat(scan(SourceTree.allFiles(), MethodLength::new))
                .as("methods have at most %d lines", METHOD_LINES_MAX)
                .isEmpty();
    }

    @Test
    void noMethodTakesMoreThanAReaderCanHold() throws IOException {
        assertThat(scan(SourceTree.mainFiles(), ParameterCount::new))
                .as("parameters: %d a method, %d a constructor", PARAMETERS_MAX, CONSTRUCTOR_PARAMETERS_MAX)
                .isEmpty();
    }

    @Test
    void everyPublicTypeAndMethodSaysWhatItPromises() throws IOException {
        assertThat(scan(SourceTree.mainFiles(), PublicFace::new))
                .as("public types and methods without javadoc")
                .isEmpty();
    }

    private interface Rule {
        Finder over(CompilationUnitTree file, DocTrees trees, List<String> found);
    }

    private static List<String> scan(List<Path> files, Rule rule) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        List<String> found = new ArrayList<>();
        try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, Locale.ROOT, null)) {
            JavacTask task = (JavacTask) compiler.getTask(
                    new StringWriter(),
                    manager,
                    null,
                    List.of("-proc:none"),
                    null,
                    manager.getJavaFileObjectsFromPaths(files));
            DocTrees trees = DocTrees.instance(task);
            for (CompilationUnitTree file : task.parse()) {
                rule.over(file, trees, found).scan(file, null);
            }
        }
        return found;
    }

    /** Walks one file and notes what breaks a rule. */
    private abstract static class Finder extends TreePathScanner<Void, Void> {
        private final CompilationUnitTree file;
        private final DocTrees trees;
        private final List<String> found;

        Finder(CompilationUnitTree file, DocTrees trees, List<String> found) {
            this.file = file;
            this.trees = trees;
            this.found = found;
        }

        final int lines(Tree tree) {
            SourcePositions positions = trees.getSourcePositions();
            LineMap map = file.getLineMap();
            return (int) (map.getLineNumber(positions.getEndPosition(file, tree))
                    - map.getLineNumber(positions.getStartPosition(file, tree))
                    + 1);
        }

        final boolean isDocumented() {
            return trees.getDocComment(getCurrentPath()) != null;
        }

        final Tree parent() {
            return getCurrentPath().getParentPath().getLeaf();
        }

        final void note(Tree tree, String what) {
            long line =
                    file.getLineMap().getLineNumber(trees.getSourcePositions().getStartPosition(file, tree));
            found.add(SourceTree.nameOf(Path.of(file.getSourceFile().toUri())) + ":" + line + " " + what);
        }
    }

    private static final class MethodLength extends Finder {
        MethodLength(CompilationUnitTree file, DocTrees trees, List<String> found) {
            super(file, trees, found);
        }

        @Override
        public Void visitMethod(MethodTree method, Void unused) {
            if (lines(method) > METHOD_LINES_MAX) {
                note(method, method.getName() + " has " + lines(method) + " lines");
            }
            return super.visitMethod(method, null);
        }
    }

    private static final class ParameterCount extends Finder {
        ParameterCount(CompilationUnitTree file, DocTrees trees, List<String> found) {
            super(file, trees, found);
        }

        @Override
        public Void visitMethod(MethodTree method, Void unused) {
            boolean isConstructor = method.getReturnType() == null;
            boolean isOfRecord = parent().getKind() == Tree.Kind.RECORD && isConstructor;
            int count = method.getParameters().size();
            if (!isOfRecord && count > (isConstructor ? CONSTRUCTOR_PARAMETERS_MAX : PARAMETERS_MAX)) {
                note(method, method.getName() + " takes " + count + " parameters");
            }
            return super.visitMethod(method, null);
        }
    }

    /**
     * Looks at what other packages can see: public members of public types, all the way out. A type inside another is
     * explained by that one.
     */
    private static final class PublicFace extends Finder {
        PublicFace(CompilationUnitTree file, DocTrees trees, List<String> found) {
            super(file, trees, found);
        }

        @Override
        public Void visitClass(ClassTree type, Void unused) {
            if (!isPublic(type) && !isMemberOfInterface()) {
                return null;
            }
            boolean isOfItsOwn = parent() instanceof CompilationUnitTree;
            if (isOfItsOwn && !isDocumented()) {
                note(type, "type " + type.getSimpleName());
            }
            return super.visitClass(type, null);
        }

        @Override
        public Void visitMethod(MethodTree method, Void unused) {
            boolean isVisible = method.getModifiers().getFlags().contains(Modifier.PUBLIC) || isMemberOfInterface();
            boolean isInherited = method.getModifiers().getAnnotations().stream()
                    .anyMatch(annotation ->
                            annotation.getAnnotationType().toString().equals("Override"));
            boolean isConstructor = method.getReturnType() == null;
            if (isVisible && !isInherited && !isConstructor && !isAccessor(method) && !isDocumented()) {
                note(method, "method " + method.getName());
            }
            return null;
        }

        /** Its name says it all: at most one parameter, and all it does is return something. */
        private static boolean isAccessor(MethodTree method) {
            return method.getParameters().size() <= 1
                    && method.getBody() != null
                    && method.getBody().getStatements().size() == 1
                    && method.getBody().getStatements().get(0) instanceof ReturnTree;
        }

        private static boolean isPublic(ClassTree type) {
            return type.getModifiers().getFlags().contains(Modifier.PUBLIC);
        }

        private boolean isMemberOfInterface() {
            return parent().getKind() == Tree.Kind.INTERFACE;
        }
    }
}
