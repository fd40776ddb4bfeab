package org.apogeemq.server.wiring;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Makes the folders below the data folder. */
final class DataFolder {
    private DataFolder() {}

    /**
     * Makes {@code folder}, and what is above it, if it is not there.
     *
     * @throws StartFailure if that cannot be done, or it cannot be written
     */
    static Path make(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (FileAlreadyExistsException e) {
            throw new StartFailure(e.getFile() + " is a file, must be a folder; choose another folder with --data", e);
        } catch (AccessDeniedException e) {
            throw notWritable(folder, e);
        } catch (FileSystemException e) {
            String reason = e.getReason() == null ? e.getClass().getSimpleName() : e.getReason();
            throw new StartFailure(
                    "folder " + folder + " cannot be made: " + reason + "; choose another one with --data", e);
        } catch (IOException e) {
            throw new StartFailure(
                    "folder " + folder + " cannot be made: " + e.getMessage() + "; choose another one with --data", e);
        }
        if (!Files.isWritable(folder)) {
            throw notWritable(folder, null);
        }
        return folder;
    }

    private static StartFailure notWritable(Path folder, IOException cause) {
        return new StartFailure(
                "folder " + folder + " cannot be written; give this user the right to, or choose another with --data",
                cause);
    }
}
