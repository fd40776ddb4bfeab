package org.apogeemq.remoting;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.concurrent.CompletableFuture;

/** Stands in a client's channel until it is connected, since only then its addresses are known. */
final class Connected extends ChannelInboundHandlerAdapter {
    private final Endpoint endpoint;
    private final CompletableFuture<Connection> made;

    Connected(Endpoint endpoint, CompletableFuture<Connection> made) {
        this.endpoint = endpoint;
        this.made = made;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        TcpConnection connection = endpoint.adopt(ctx.channel());
        if (connection == null) {
            made.completeExceptionally(new ConnectionClosedException("too many connections"));
            var unused = ctx.close();
            return;
        }
        ctx.fireChannelActive();
        ctx.pipeline().remove(this);
        made.complete(connection);
    }
}
