package org.apogeemq.store.log;

/** ASYNC_FLUSH: what is in the page cache is confirmed. */
final class ConfirmOnWrite implements Confirmation {
    private final Positions positions;

    ConfirmOnWrite(Positions positions) {
        this.positions = positions;
    }

    @Override
    public void changes(long end, Runnable change) {
        change.run();
    }

    // hot
    @Override
    public void written(Draft draft, int from, int to) {
        positions.confirmed(positions.appended());
        for (int i = from; i < to; i++) {
            if (draft.queued(i)) {
                draft.queue(i).publish(draft.queueEnd(i), draft.tagsCode(i));
            }
        }
    }

    // hot
    @Override
    public void ended(Draft draft) {
        draft.complete();
    }

    @Override
    public void passEnd() {} // nobody waits for the disk: the flusher comes by itself

    @Override
    public void flushed() {} // confirmed already

    @Override
    public void failed() {} // nothing waits
}
