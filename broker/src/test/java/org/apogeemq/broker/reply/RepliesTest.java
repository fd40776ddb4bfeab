package org.apogeemq.broker.reply;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apogeemq.broker.RecordingLink;
import org.apogeemq.broker.Rooms;
import org.apogeemq.broker.face.Caller;
import org.apogeemq.broker.face.RefusedException;
import org.apogeemq.broker.group.GroupSettings;
import org.apogeemq.broker.group.Heartbeats;
import org.apogeemq.protocol.body.HeartbeatData;
import org.apogeemq.protocol.command.RequestCodes;
import org.apogeemq.protocol.command.ResponseCodes;
import org.apogeemq.protocol.record.MessageProperties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RepliesTest {
    private static final byte[] BODY = {1, 2, 3};
    private static final InetSocketAddress ADDRESS = new InetSocketAddress("127.0.0.1", 10_911);

    @TempDir
    Path folder;

    private final RecordingLink requester = new RecordingLink();
    private Rooms rooms;
    private Heartbeats heartbeats;
    private Replies replies;

    @BeforeEach
    void open() {
        rooms = Rooms.open(folder);
        heartbeats = new Heartbeats(GroupSettings.DEFAULTS, rooms.groups, rooms.topics, rooms.members, rooms.producers);
        replies = new Replies(rooms.producers, rooms.time);
        join(requester, "requester", "a", "b");
    }

    private void join(RecordingLink link, String clientId, String... groups) {
        String names = String.join("\"},{\"groupName\":\"", groups);
        HeartbeatData data = HeartbeatData.fromJson(("{\"clientID\":\"" + clientId
                        + "\",\"consumerDataSet\":[],\"producerDataSet\":[{\"groupName\":\"" + names + "\"}]}")
                .getBytes(UTF_8));
        heartbeats.accept(link, new Caller(ADDRESS, ADDRESS, 0, 0), data).join();
    }

    @AfterEach
    void close() {
        rooms.close();
    }

    @Test
    void aReplyGoesToTheClientItNamesWithTheTimeItWasPassedOn() {
        requester.answers(told -> CompletableFuture.completedFuture(null));
        push("REPLY_TO_CLIENT\1requester\2CORRELATION_ID\1c1").join();

        assertThat(requester.told()).singleElement().satisfies(told -> {
            assertThat(told.code()).isEqualTo(RequestCodes.PUSH_REPLY_MESSAGE_TO_CLIENT);
            assertThat(told.fields()).containsEntry("topic", "C1_REPLY_TOPIC");
            assertThat(MessageProperties.parse(told.fields().get("properties")))
                    .containsEntry("CORRELATION_ID", "c1")
                    .containsEntry("PUSH_REPLY_TIME", Long.toString(rooms.time.wallMillis()));
        });
    }

    @Test
    void aReplyThatCannotBePassedOnSaysWhy() {
        assertRefused(push("CORRELATION_ID\1c1\2"), "REPLY_TO_CLIENT");
        assertRefused(push("REPLY_TO_CLIENT\1stranger\2"), "<stranger> not found");
        requester.answers(told -> CompletableFuture.failedFuture(new RefusedException(1, "no request waits for it")));
        assertRefused(push("REPLY_TO_CLIENT\1requester\2"), "no request waits for it");
        requester.breakOff();
        assertRefused(push("REPLY_TO_CLIENT\1requester\2"), "<requester> not found");
    }

    @Test
    void aClientIsKnownAsLongAsItIsInAnyGroupAndByItsNewestConnection() {
        rooms.producers.leave(requester, "a");
        assertThat(rooms.producers.find("requester")).isNotNull();
        rooms.producers.leave(requester, "b");
        assertThat(rooms.producers.find("requester")).isNull();

        join(requester, "requester", "a");
        RecordingLink again = new RecordingLink();
        join(again, "requester", "a");
        rooms.producers.closed(requester);
        assertThat(rooms.producers.find("requester").link()).isSameAs(again);
        rooms.producers.closed(again);
        assertThat(rooms.producers.find("requester")).isNull();
        assertThat(rooms.producers.groups()).isEqualTo(Set.of());
    }

    @Test
    void repliesThatWaitForTheirClientsAreLimited() {
        CompletableFuture<byte[]> late = new CompletableFuture<>();
        List<CompletableFuture<Void>> waiting = new ArrayList<>();
        requester.answers(told -> late);
        for (int i = 0; i < Replies.UNDER_WAY_MAX; i++) {
            waiting.add(push("REPLY_TO_CLIENT\1requester\2"));
        }
        assertRefused(push("REPLY_TO_CLIENT\1requester\2"), "is the limit");
        late.complete(null);
        assertThat(waiting).allMatch(CompletableFuture::isDone);
        push("REPLY_TO_CLIENT\1requester\2").join();
    }

    private CompletableFuture<Void> push(String properties) {
        return replies.push(Map.of("topic", "C1_REPLY_TOPIC", "properties", properties), BODY);
    }

    private static void assertRefused(CompletableFuture<Void> pushed, String reason) {
        assertThat(pushed).isCompletedExceptionally();
        Throwable failure = pushed.handle((done, cause) -> cause).join();
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        assertThat(cause).isInstanceOfSatisfying(RefusedException.class, refused -> {
            assertThat(refused.code()).isEqualTo(ResponseCodes.SYSTEM_ERROR);
            assertThat(refused).hasMessageContaining(reason);
        });
    }
}
