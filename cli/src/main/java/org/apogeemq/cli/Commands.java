package org.apogeemq.cli;

import java.util.List;
import org.apogeemq.cli.grammar.Command;
import org.apogeemq.cli.group.GroupCreateCommand;
import org.apogeemq.cli.group.GroupDeleteCommand;
import org.apogeemq.cli.group.GroupLagCommand;
import org.apogeemq.cli.group.GroupListCommand;
import org.apogeemq.cli.group.GroupMembersCommand;
import org.apogeemq.cli.group.GroupResetCommand;
import org.apogeemq.cli.group.GroupShowCommand;
import org.apogeemq.cli.group.GroupUpdateCommand;
import org.apogeemq.cli.message.DeadListCommand;
import org.apogeemq.cli.message.DeadResendCommand;
import org.apogeemq.cli.message.DeadShowCommand;
import org.apogeemq.cli.message.MessageFindCommand;
import org.apogeemq.cli.message.MessageShowCommand;
import org.apogeemq.cli.message.SendCommand;
import org.apogeemq.cli.message.TailCommand;
import org.apogeemq.cli.topic.TopicCreateCommand;
import org.apogeemq.cli.topic.TopicDeleteCommand;
import org.apogeemq.cli.topic.TopicListCommand;
import org.apogeemq.cli.topic.TopicShowCommand;
import org.apogeemq.cli.topic.TopicUpdateCommand;

/** The commands of this module by name. Only the class of the one that is used is loaded. */
public final class Commands {
    /** Their names, in the order of the help. */
    public static final List<String> NAMES = List.of(
            "send",
            "tail",
            "topic list",
            "topic show",
            "topic create",
            "topic update",
            "topic delete",
            "group list",
            "group show",
            "group lag",
            "group members",
            "group reset",
            "group create",
            "group update",
            "group delete",
            "message show",
            "message find",
            "message dead list",
            "message dead show",
            "message dead resend");

    private Commands() {}

    /**
     * The command of a name.
     *
     * @param nameServers used if none is named
     */
    public static Command made(String name, String nameServers) {
        return switch (name) {
            case "send" -> new SendCommand(nameServers);
            case "tail" -> new TailCommand(nameServers);
            case "topic list" -> new TopicListCommand(nameServers);
            case "topic show" -> new TopicShowCommand(nameServers);
            case "topic create" -> new TopicCreateCommand(nameServers);
            case "topic update" -> new TopicUpdateCommand(nameServers);
            case "topic delete" -> new TopicDeleteCommand(nameServers);
            case "group list" -> new GroupListCommand(nameServers);
            case "group show" -> new GroupShowCommand(nameServers);
            case "group lag" -> new GroupLagCommand(nameServers);
            case "group members" -> new GroupMembersCommand(nameServers);
            case "group reset" -> new GroupResetCommand(nameServers);
            case "group create" -> new GroupCreateCommand(nameServers);
            case "group update" -> new GroupUpdateCommand(nameServers);
            case "group delete" -> new GroupDeleteCommand(nameServers);
            case "message show" -> new MessageShowCommand(nameServers);
            case "message find" -> new MessageFindCommand(nameServers);
            case "message dead list" -> new DeadListCommand(nameServers);
            case "message dead show" -> new DeadShowCommand(nameServers);
            case "message dead resend" -> new DeadResendCommand(nameServers);
            default -> throw new IllegalArgumentException("there is no command " + name);
        };
    }
}
