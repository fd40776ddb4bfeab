package org.apogeemq.conformance.clients;

import org.apogeemq.testkit.server.Server;
import org.apogeemq.testkit.server.SharedServer;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Hands {@link Clients} of the shared server to a test method and closes them after it; hands over the shared
 * {@link Server} as well.
 */
public final class ClientsOfTest implements ParameterResolver {
    private static final Namespace NAMESPACE = Namespace.create(ClientsOfTest.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == Clients.class || type == Server.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Server server = SharedServer.server(context);
        if (parameter.getParameter().getType() == Server.class) {
            return server;
        }
        return context.getStore(NAMESPACE).computeIfAbsent(Clients.class, type -> new Clients(server), Clients.class);
    }
}
