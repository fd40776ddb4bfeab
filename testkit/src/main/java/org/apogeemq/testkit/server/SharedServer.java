package org.apogeemq.testkit.server;

import java.util.Optional;
import org.apogeemq.testkit.process.ApogeeProcess;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Hands the one {@link Server} of a test run to tests that ask for it by a parameter. The first of them starts
 * the packaged program; it ends with the run. With {@code -Dconformance.nameserver=host:port} that server is
 * used instead, whoever made it, and tests that stop and start servers still do so with the packaged program.
 */
public final class SharedServer implements ParameterResolver {
    /** Where the name server lies that tests are to use instead of one of their own. */
    public static final String ELSEWHERE = "conformance.nameserver";

    private static final Namespace NAMESPACE = Namespace.create(SharedServer.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Server.class;
    }

    @Override
    public Server resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return server(context);
    }

    /** The shared server of the run that {@code context} belongs to. */
    public static Server server(ExtensionContext context) {
        String elsewhere = System.getProperty(ELSEWHERE, "");
        return context.getRoot()
                .getStore(NAMESPACE)
                .computeIfAbsent(Running.class, type -> Running.start(elsewhere), Running.class)
                .server;
    }

    /** Closed by JUnit at the end of the run. */
    private static final class Running implements AutoCloseable {
        private final Server server;
        private final Optional<ApogeeProcess> apogee;

        private Running(Server server, Optional<ApogeeProcess> apogee) {
            this.server = server;
            this.apogee = apogee;
        }

        private static Running start(String elsewhere) {
            if (!elsewhere.isBlank()) {
                return new Running(Server.behind(elsewhere), Optional.empty());
            }
            ApogeeProcess apogee = ApogeeProcess.up().start();
            return new Running(Server.of(apogee), Optional.of(apogee));
        }

        @Override
        public void close() {
            apogee.ifPresent(ApogeeProcess::close);
        }
    }
}
