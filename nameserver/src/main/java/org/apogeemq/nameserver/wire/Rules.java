package org.apogeemq.nameserver.wire;

/**
 * The settings that requests look at, named as in namesrv.conf. May be replaced while running.
 *
 * @param orderMessageEnable whether routes carry the order settings of their topic
 * @param returnOrderTopicConfigToBroker whether registrations are answered with all order settings
 * @param enableAllTopicList whether 206 is answered
 * @param supportActingMaster whether slaves are shown in place of lost masters
 * @param deleteTopicWithBrokerRegistration whether topics that a master does not name any more are forgotten
 */
public record Rules(
        boolean orderMessageEnable,
        boolean returnOrderTopicConfigToBroker,
        boolean enableAllTopicList,
        boolean supportActingMaster,
        boolean deleteTopicWithBrokerRegistration) {
    /** As an Apache name server without a configuration. */
    public static final Rules DEFAULT = new Rules(false, true, true, false, false);

    /** The same with one setting changed; itself if {@code key} is none of them. */
    Rules with(String key, String value) {
        boolean on = Boolean.parseBoolean(value);
        return switch (key) {
            case "orderMessageEnable" ->
                new Rules(
                        on,
                        returnOrderTopicConfigToBroker,
                        enableAllTopicList,
                        supportActingMaster,
                        deleteTopicWithBrokerRegistration);
            case "returnOrderTopicConfigToBroker" ->
                new Rules(
                        orderMessageEnable,
                        on,
                        enableAllTopicList,
                        supportActingMaster,
                        deleteTopicWithBrokerRegistration);
            case "enableAllTopicList", "enableTopicList" ->
                new Rules(
                        orderMessageEnable,
                        returnOrderTopicConfigToBroker,
                        on,
                        supportActingMaster,
                        deleteTopicWithBrokerRegistration);
            case "supportActingMaster" ->
                new Rules(
                        orderMessageEnable,
                        returnOrderTopicConfigToBroker,
                        enableAllTopicList,
                        on,
                        deleteTopicWithBrokerRegistration);
            case "deleteTopicWithBrokerRegistration" ->
                new Rules(
                        orderMessageEnable,
                        returnOrderTopicConfigToBroker,
                        enableAllTopicList,
                        supportActingMaster,
                        on);
            default -> this;
        };
    }
}
