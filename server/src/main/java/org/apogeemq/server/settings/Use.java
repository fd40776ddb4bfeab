package org.apogeemq.server.settings;

import java.util.List;

/** What Apogee does with a key. */
sealed interface Use {
    /** What {@code bin/apogee config} prints of it. */
    String words();

    /** Its value is in force. */
    record InForce() implements Use {
        @Override
        public String words() {
            return "";
        }
    }

    /** Accepted with a notice and without effect: Apogee does not need it. */
    record NotNeeded(String why) implements Use {
        @Override
        public String words() {
            return "not needed here: " + why;
        }
    }

    /** Accepted with a notice and without effect for now. */
    record NotOffered(String what) implements Use {
        @Override
        public String words() {
            return "not offered yet: " + what;
        }
    }

    /** Only these values are accepted: to ignore another one would break what its user relies on. */
    record Only(List<String> accepted, String why) implements Use {
        public Only {
            accepted = List.copyOf(accepted);
        }

        @Override
        public String words() {
            return "other values are refused: " + why;
        }
    }
}
