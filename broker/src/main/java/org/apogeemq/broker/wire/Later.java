package org.apogeemq.broker.wire;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.apogeemq.broker.face.RefusedException;
import org.apogeemq.protocol.command.RemotingCommand;
import org.apogeemq.protocol.command.ResponseCodes;

/** Answers that are ready when something has happened. */
public final class Later {
    private Later() {}

    /** The answer now if {@code outcome} is there, else null and it is sent when it is. */
    public static <T> RemotingCommand answer(
            RouteContext context,
            RemotingCommand request,
            CompletableFuture<T> outcome,
            Function<T, RemotingCommand> answer) {
        CompletableFuture<RemotingCommand> answered =
                outcome.thenApply(answer).exceptionally(failure -> failed(request, failure));
        if (answered.isDone()) {
            return answered.join();
        }
        answered.thenAccept(context::answerLater);
        return null;
    }

    /** The same for an outcome that says nothing but that it happened. */
    public static RemotingCommand success(RouteContext context, RemotingCommand request, CompletableFuture<?> outcome) {
        return answer(context, request, outcome, done -> request.success());
    }

    private static RemotingCommand failed(RemotingCommand request, Throwable failure) {
        Throwable cause = failure;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause instanceof RefusedException refused
                ? request.failure(refused.code(), refused.getMessage())
                : request.failure(ResponseCodes.SYSTEM_ERROR, cause.toString());
    }
}
