package org.apogeemq.server.settings;

import java.util.ArrayList;
import java.util.List;
import org.apogeemq.server.settings.Setting.Part;

/** Keys of what Apogee does not offer yet and what is safe to ignore: accepted with a notice, without effect. */
final class NotOfferedKeys {
    private NotOfferedKeys() {}

    static List<Setting<?>> all() {
        List<Setting<?>> keys = new ArrayList<>();
        keys.addAll(KeyGroup.read(Part.BROKER, new Use.NotOffered("timed messages; they are refused"), TIMED));
        keys.addAll(KeyGroup.read(Part.BROKER, new Use.NotOffered("transactions; they are refused"), TRANSACTIONS));
        keys.addAll(KeyGroup.read(Part.BROKER, new Use.NotOffered("POP consumption; it is refused"), POP));
        keys.addAll(KeyGroup.read(
                Part.BROKER, new Use.NotOffered("bitmaps for SQL filters, and filters for retries"), FILTERS));
        keys.addAll(KeyGroup.read(Part.BROKER, new Use.NotOffered("replicas and controllers"), REPLICAS));
        keys.addAll(KeyGroup.read(Part.BROKER, new Use.NotOffered("several brokers that share a disk"), SHARED_DISK));
        keys.addAll(KeyGroup.read(
                Part.BROKER,
                new Use.NotOffered("removal of offsets of groups that are gone"),
                "enableCleanExpiredOffset false"));
        keys.addAll(KeyGroup.read(Part.BROKER, new Use.NotOffered("metrics for other systems"), METRICS));
        keys.addAll(KeyGroup.read(Part.BROKER, new Use.NotOffered("users and permissions"), USERS));
        keys.addAll(KeyGroup.read(Part.BROKER, new Use.NotOffered("flow control of old messages"), COLD));
        keys.addAll(
                KeyGroup.read(Part.NAME_SERVER, new Use.NotOffered("replicas and controllers"), NAME_SERVER_REPLICAS));
        return keys;
    }

    private static final String SHARED_DISK = """
        replicasPerDiskPartition 1
        logicalDiskSpaceCleanForciblyThreshold 0.8
        """;

    private static final String TIMED = """
        timerPrecisionMs 1000
        timerRollWindowSlot 172800
        timerFlushIntervalMs 1000
        timerGetMessageThreadNum 3
        timerPutMessageThreadNum 3
        timerEnableDisruptor false
        timerEnableCheckMetrics true
        timerInterceptDelayLevel false
        timerStopEnqueue false
        timerStopDequeue false
        timerCheckMetricsWhen 05
        timerSkipUnknownError false
        timerWarmEnable false
        timerEnableRetryUntilSuccess false
        timerCongestNumEachSlot 2147483647
        timerMetricSmallThreshold 1000000
        timerProgressLogIntervalMs 10000
        timerColdDataCheckIntervalMs 60000
        mappedFileSizeTimerLog 104857600
        allowRecallWhenBrokerNotWriteable true
        """;

    private static final String TRANSACTIONS = """
        transactionTimeOut 6000
        transactionCheckMax 15
        transactionCheckInterval 30000
        transactionMetricFlushInterval 10000
        transactionOpMsgMaxSize 4096
        transactionOpBatchInterval 3000
        rejectTransactionMessage false
        """;

    private static final String POP = """
        popPollingSize 1024
        popPollingMapSize 100000
        popPollingMapExpireTimeSeconds 600
        maxPopPollingSize 100000
        reviveQueueNum 8
        reviveInterval 1000
        reviveMaxSlow 3
        reviveScanTime 10000
        enableSkipLongAwaitingAck false
        reviveAckWaitMs 180000
        enablePopLog false
        enablePopBufferMerge false
        popCkStayBufferTime 10000
        popCkStayBufferTimeOut 3000
        popCkMaxBufferSize 200000
        popCkOffsetMaxQueueSize 20000
        enablePopBatchAck false
        popLongPollingForceNotifyInterval 800
        enableNotifyBeforePopCalculateLag true
        enableNotifyAfterPopOrderLockRelease true
        initPopOffsetByCheckMsgInMem true
        retrieveMessageFromPopRetryTopicV1 true
        enableRetryTopicV2 false
        popFromRetryProbability 20
        popConsumerFSServiceInit true
        popConsumerKVServiceLog false
        popConsumerKVServiceInit false
        popConsumerKVServiceEnable false
        popReviveMaxReturnSizePerRead 16384
        popReviveMaxAttemptTimes 16
        popResponseReturnActualRetryTopic false
        popInflightMessageThreshold 10000
        enablePopMessageThreshold false
        skipWhenCKRePutReachMaxTimes false
        appendAckAsync false
        appendCkAsync false
        """;

    private static final String FILTERS = """
        enableCalcFilterBitMap false
        expectConsumerNumUseFilter 32
        maxErrorRateOfBloomFilter 20
        filterDataCleanTimeSpan 86400000
        filterSupportRetry false
        """;

    private static final String REPLICAS = """
        brokerIP2
        haListenPort 10912
        haMasterAddress
        haSendHeartbeatInterval 5000
        haHousekeepingInterval 20000
        haTransferBatchSize 32768
        haMaxGapNotInSync 268435456
        haFlowControlEnable false
        maxHaTransferByteInSecond 104857600
        haMaxTimeSlaveNotCatchup 15000
        slaveTimeout 3000
        slaveReadEnable false
        enableAutoInSyncReplicas false
        maxSlaveResendLength 268435456
        syncFromLastFile false
        asyncLearner false
        skipPreOnline false
        syncBrokerMemberGroupPeriod 1000
        cleanOfflineBrokerInterval 30000
        controllerAddr
        fetchControllerAddrByDnsLookup false
        syncBrokerMetadataPeriod 5000
        checkSyncStateSetPeriod 5000
        syncControllerMetadataPeriod 10000
        controllerHeartBeatTimeoutMills 10000
        brokerElectionPriority 2147483647
        dLegerGroup
        dLegerPeers
        dLegerSelfId
        preferredLeaderId
        maxLmqConsumeQueueNum 20000
        """;

    private static final String METRICS = """
        metricsExporterType DISABLE
        metricsOtelCardinalityLimit 50000
        metricsGrpcExporterTarget
        metricsGrpcExporterHeader
        metricGrpcExporterTimeOutInMills 3000
        metricGrpcExporterIntervalInMills 60000
        metricLoggingExporterIntervalInMills 10000
        metricsPromExporterPort 5557
        metricsPromExporterHost
        metricsLabel
        metricsInDelta false
        enableRemotingMetrics true
        enableMessageStoreMetrics true
        enablePopMetrics true
        enableConnectionMetrics true
        enableTransactionMetrics true
        enableStatsMetrics true
        enableRequestMetrics true
        enableLagAndDlqMetrics true
        """;

    private static final String USERS = """
        configName
        clusterName
        authConfigPath
        authenticationProvider
        authenticationMetadataProvider
        authenticationStrategy
        authenticationWhitelist
        initAuthenticationUser
        innerClientAuthenticationCredentials
        authorizationProvider
        authorizationMetadataProvider
        authorizationStrategy
        authorizationWhitelist
        migrateAuthFromV1Enabled false
        userCacheMaxNum 1000
        userCacheExpiredSecond 600
        userCacheRefreshSecond 60
        aclCacheMaxNum 1000
        aclCacheExpiredSecond 600
        aclCacheRefreshSecond 60
        statefulAuthenticationCacheMaxNum 10000
        statefulAuthenticationCacheExpiredSecond 60
        statefulAuthorizationCacheMaxNum 10000
        statefulAuthorizationCacheExpiredSecond 60
        """;

    private static final String COLD = """
        coldDataFlowControlEnable false
        coldDataScanEnable false
        coldCtrStrategyEnable false
        usePIDColdCtrStrategy true
        cgColdReadThreshold 3145728
        globalColdReadThreshold 104857600
        """;

    private static final String NAME_SERVER_REPLICAS = """
        notifyMinBrokerIdChanged false
        """;
}
