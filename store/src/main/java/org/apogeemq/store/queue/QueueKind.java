package org.apogeemq.store.queue;

import org.apogeemq.protocol.record.InnerBatch;

/** How the queues of a topic hold their messages: decided when the first of them is made, and for good. */
public enum QueueKind {
    /** An entry a message. */
    SIMPLE("consumequeue", "mappedFileSizeConsumeQueue", QueueUnit.BYTES, 1),
    /** An entry a record, which may hold a batch of messages; Apache's topics of the type BatchCQ. */
    BATCH("batchconsumequeue", "mapperFileSizeBatchConsumeQueue", QueueUnit.BATCH_BYTES, InnerBatch.MESSAGES_MAX);

    private final String folder;
    private final String setting;
    private final int unitBytes;
    private final int messagesMax;

    QueueKind(String folder, String setting, int unitBytes, int messagesMax) {
        this.folder = folder;
        this.setting = setting;
        this.unitBytes = unitBytes;
        this.messagesMax = messagesMax;
    }

    /** Folder of the files in the data folder. */
    public String folder() {
        return folder;
    }

    /** Apache's name of the setting that says how long a file is. */
    public String setting() {
        return setting;
    }

    /** Length of an entry; also its name in the table of queues. */
    public int unitBytes() {
        return unitBytes;
    }

    /** Messages that an entry stands for at most. */
    public int messagesMax() {
        return messagesMax;
    }
}
