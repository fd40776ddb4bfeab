package org.apogeemq.nameserver.wire;

import java.util.Map;
import org.apogeemq.protocol.command.RemotingCommand;

/** The typed fields of a request. */
record Arguments(int code, Map<String, String> fields) {
    Arguments(RemotingCommand request) {
        this(request.code(), request.ext());
    }

    /** A text that must be there. */
    String text(String name) {
        String value = fields.get(name);
        if (value == null || value.isBlank()) {
            throw new BadRequestException("request " + code + " has no field " + name);
        }
        return value;
    }

    String text(String name, String missing) {
        String value = fields.get(name);
        return value == null || value.isBlank() ? missing : value;
    }

    long number(String name) {
        return parsed(name, text(name));
    }

    long number(String name, long missing) {
        String value = fields.get(name);
        return value == null || value.isBlank() ? missing : parsed(name, value);
    }

    /** True, false, or null if missing. */
    Boolean flag(String name) {
        String value = fields.get(name);
        return value == null ? null : Boolean.valueOf(value.strip());
    }

    private long parsed(String name, String value) {
        try {
            return Long.parseLong(value.strip());
        } catch (NumberFormatException e) {
            throw new BadRequestException(
                    "request " + code + " has a field " + name + " that is not a number: '" + value + "'", e);
        }
    }
}
