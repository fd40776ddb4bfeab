package org.apogeemq.server.settings;

import java.util.ArrayList;
import java.util.List;
import org.apogeemq.server.settings.Setting.Part;

/** Keys that Apogee knows of Apache and does not need: accepted with a notice, without effect. */
final class NotNeededKeys {
    private NotNeededKeys() {}

    static List<Setting<?>> all() {
        List<Setting<?>> keys = new ArrayList<>();
        keys.addAll(KeyGroup.read(Part.BROKER, new Use.NotNeeded("sockets are set by measurement"), SOCKETS));
        keys.addAll(KeyGroup.read(Part.NAME_SERVER, new Use.NotNeeded("sockets are set by measurement"), SOCKETS));
        keys.addAll(KeyGroup.read(
                Part.BROKER, new Use.NotNeeded("requests run on the event loops and on virtual threads"), THREADS));
        keys.addAll(KeyGroup.read(
                Part.BROKER,
                new Use.NotNeeded("overload is answered by the limits of the log and of connections"),
                OVERLOAD));
        keys.addAll(KeyGroup.read(
                Part.BROKER,
                new Use.NotNeeded("one writer appends batches with one write; there is nothing to tune"),
                LOG));
        keys.addAll(KeyGroup.read(
                Part.BROKER, new Use.NotNeeded("queues are indexed in the same pass as the append"), DISPATCH));
        keys.addAll(KeyGroup.read(
                Part.BROKER,
                new Use.NotNeeded("keys are indexed behind the log and up to date when asked for"),
                INDEX));
        keys.addAll(KeyGroup.read(
                Part.BROKER,
                new Use.NotNeeded("settings, offsets and members are kept by rules without knobs"),
                METADATA));
        keys.addAll(KeyGroup.read(
                Part.BROKER, new Use.NotNeeded("every registration is whole and has one form"), REGISTRATION));
        keys.addAll(KeyGroup.read(
                Part.BROKER, new Use.NotNeeded("paths follow from storePathRootDir and the data folder"), PATHS));
        keys.addAll(KeyGroup.read(
                Part.BROKER, new Use.NotNeeded("a file is deleted as soon as nobody reads it"), DELETION));
        keys.addAll(KeyGroup.read(
                Part.BROKER, new Use.NotNeeded("last values are kept whenever old messages are deleted"), COMPACTION));
        keys.addAll(KeyGroup.read(Part.BROKER, new Use.NotNeeded("not a matter of Apogee's broker"), FOREIGN));
        keys.addAll(KeyGroup.read(
                Part.NAME_SERVER, new Use.NotNeeded("requests run on the event loops"), NAME_SERVER_THREADS));
        keys.addAll(KeyGroup.read(
                Part.NAME_SERVER, new Use.NotNeeded("not a matter of Apogee's name server"), NAME_SERVER_FOREIGN));
        return keys;
    }

    private static final String COMPACTION = """
        enableCompaction true
        compactionMappedFileSize 104857600
        compactionCqMappedFileSize 10485760
        compactionScheduleInternal 900000
        compactionThreadNum 6
        """;

    private static final String SOCKETS = """
        serverSelectorThreads 3
        serverWorkerThreads 8
        serverCallbackExecutorThreads 0
        serverOnewaySemaphoreValue 256
        serverAsyncSemaphoreValue 64
        serverSocketSndBufSize 0
        serverSocketRcvBufSize 0
        serverSocketBacklog 1024
        writeBufferHighWaterMark 0
        writeBufferLowWaterMark 0
        serverNettyWorkerGroupEnable true
        serverPooledByteBufAllocatorEnable true
        useEpollNativeSelector false
        enableShutdownGracefully false
        shutdownWaitTimeSeconds 30
        clientWorkerThreads 4
        clientCallbackExecutorThreads cores
        clientOnewaySemaphoreValue 65535
        clientAsyncSemaphoreValue 65535
        connectTimeoutMillis 3000
        channelNotActiveInterval 60000
        clientChannelMaxIdleTimeSeconds 120
        clientSocketSndBufSize 0
        clientSocketRcvBufSize 0
        clientPooledByteBufAllocatorEnable false
        clientCloseSocketIfTimeout true
        disableCallbackExecutor false
        disableNettyWorkerGroup false
        maxReconnectIntervalTimeSeconds 60
        enableReconnectForGoAway true
        scanAvailableNameSrv true
        socksProxyConfig {}
        """;

    private static final String DELETION = """
        deleteCommitLogFilesInterval 100
        deleteConsumeQueueFilesInterval 100
        destroyMapedFileIntervalForcibly 120000
        redeleteHangedFileInterval 120000
        maxBatchDeleteFilesNum 50
        """;

    private static final String THREADS = """
        sendMessageThreadPoolNums min(cores, 4)
        putMessageFutureThreadPoolNums min(cores, 4)
        pullMessageThreadPoolNums 16 + 2 * cores
        litePullMessageThreadPoolNums 16 + 2 * cores
        ackMessageThreadPoolNums 16
        processReplyMessageThreadPoolNums 16 + 2 * cores
        queryMessageThreadPoolNums 8 + cores
        adminBrokerThreadPoolNums 16
        clientManageThreadPoolNums 32
        consumerManageThreadPoolNums 32
        loadBalanceProcessorThreadPoolNums 32
        heartbeatThreadPoolNums min(cores, 32)
        recoverThreadPoolNums 32
        recoverConcurrently false
        endTransactionThreadPoolNums 8 + 2 * cores
        sendThreadPoolQueueCapacity 10000
        putThreadPoolQueueCapacity 10000
        pullThreadPoolQueueCapacity 100000
        litePullThreadPoolQueueCapacity 100000
        ackThreadPoolQueueCapacity 100000
        replyThreadPoolQueueCapacity 10000
        queryThreadPoolQueueCapacity 20000
        clientManagerThreadPoolQueueCapacity 1000000
        consumerManagerThreadPoolQueueCapacity 1000000
        heartbeatThreadPoolQueueCapacity 50000
        endTransactionPoolQueueCapacity 100000
        adminBrokerThreadPoolQueueCapacity 10000
        loadBalanceThreadPoolQueueCapacity 100000
        litePullMessageEnable true
        asyncSendEnable true
        highSpeedMode false
        enableFastChannelEventProcess false
        realTimeNotifyConsumerChange true
        """;

    private static final String OVERLOAD = """
        brokerFastFailureEnable true
        waitTimeMillsInSendQueue 200
        waitTimeMillsInPullQueue 5000
        waitTimeMillsInLitePullQueue 5000
        waitTimeMillsInHeartbeatQueue 31000
        waitTimeMillsInTransactionQueue 3000
        waitTimeMillsInAckQueue 3000
        waitTimeMillsInAdminBrokerQueue 5000
        osPageCacheBusyTimeOutMills 1000
        putMessageTimeout 8000
        maxAsyncPutMessageRequests 5000
        disableConsumeIfConsumerReadSlowly false
        consumerFallbehindThreshold 17179869184
        enableNetWorkFlowControl false
        """;

    private static final String LOG = """
        useReentrantLockWhenPutMessage true
        useABSLock false
        spinLockCollisionRetreatOptimalDegree 1000
        topicQueueLockNum 32
        transientStorePoolEnable false
        transientStorePoolSize 5
        fastFailIfNoBufferInStorePool false
        writeWithoutMmap false
        warmMapedFileEnable false
        flushLeastPagesWhenWarmMapedFile 4096
        commitIntervalCommitLog 200
        commitCommitLogLeastPages 4
        commitCommitLogThoroughInterval 200
        flushCommitLogTimed true
        wakeCommitWhenPutMessage true
        wakeFlushWhenPutMessage false
        transferMsgByHeap true
        mappedFileSwapEnable true
        commitLogForceSwapMapInterval 43200000
        commitLogSwapMapInterval 3600000
        commitLogSwapMapReserveFileNum 100
        logicQueueForceSwapMapInterval 43200000
        logicQueueSwapMapInterval 3600000
        logicQueueSwapMapReserveFileNum 20
        cleanSwapedMapInterval 300000
        dataReadAheadEnable true
        debugLockEnable false
        checkCRCOnRecover true
        maxRecoveryCommitlogFiles 30
        enableAcceleratedRecovery false
        enableLogConsumeQueueRepeatedlyBuildWhenRecover false
        enableRunningFlagsInFlush false
        maxTopicLength 127
        autoMessageVersionOnTopicLen true
        enabledAppendPropCRC false
        accessMessageInMemoryHotRatio 26
        maxTransferBytesOnMessageInDisk 65536
        maxTransferCountOnMessageInDisk 8
        duplicationEnable false
        enableBatchPush false
        maxChecksumRange 1073741824
        syncMasterFlushOffsetWhenStartup false
        """;

    private static final String INDEX = """
        messageIndexSafe false
        putMsgIndexHightWater 600000
        """;

    private static final String DISPATCH = """
        dispatchFromSenderThread false
        dispatchCqThreads 10
        dispatchCqCacheNum 4096
        enableAsyncReput true
        recheckReputOffsetFromCq false
        batchDispatchRequestThreadPoolNums 16
        enableBuildConsumeQueueConcurrently false
        readUnCommitted false
        flushIntervalConsumeQueue 1000
        flushConsumeQueueLeastPages 2
        flushConsumeQueueThoroughInterval 60000
        putConsumeQueueDataByFileChannel true
        enableConsumeQueueExt false
        mappedFileSizeConsumeQueueExt 50331648
        bitMapLengthConsumeQueueExt 64
        searchBcqByCacheEnable true
        travelCqFileNumWhenGetMessage 1
        correctLogicMinOffsetSleepInterval 1
        correctLogicMinOffsetForceInterval 300000
        maxConsumeQueueScan 20000
        sampleCountThreshold 5000
        sampleSteps 32
        pullBatchMaxMessageCount 160
        maxFilterMessageSize 16000
        estimateAccumulation true
        cleanRocksDBDirtyCQIntervalMin 60
        statRocksDBCQIntervalSec 10
        memTableFlushIntervalMs 3600000
        realTimePersistRocksDBConfig true
        enableRocksDBLog false
        rocksdbCQDoubleWriteEnable false
        combineCQLoadingCQTypes default;defaultRocksDB
        combineCQPreferCQType default
        combineAssignOffsetCQType default
        combineCQEnableCheckSelf false
        combineCQMaxExtraSearchCommitLogFiles 3
        bottomMostCompressionTypeForConsumeQueueStore zstd
        rocksdbCompressionType lz4
        rocksdbFlushWalFrequency 1024
        rocksdbWalFileRollingThreshold 1073741824
        """;

    private static final String METADATA = """
        flushConsumerOffsetInterval 5000
        flushConsumerOffsetHistoryInterval 60000
        consumerOffsetUpdateVersionStep 500
        delayOffsetUpdateVersionStep 200
        flushDelayOffsetInterval 10000
        enableScheduleAsyncDeliver false
        scheduleAsyncDeliverMaxPendingLimit 2000
        scheduleAsyncDeliverMaxResendNum2Blocked 3
        enableBroadcastOffsetStore true
        broadcastOffsetExpireSecond 120
        broadcastOffsetExpireMaxSecond 300
        channelExpiredTimeout 120000
        subscriptionExpiredTimeout 600000
        useStaticSubscription false
        validateSystemTopicWhenUpdateTopic true
        clearRetryTopicWhenDeleteTopic true
        enableRegisterProducer true
        enableMixedMessageType false
        lockInStrictMode false
        useServerSideResetOffset true
        configBlackList configBlackList;brokerConfigPath
        """;

    private static final String REGISTRATION = """
        forceRegister true
        registerBrokerTimeoutMills 24000
        compressedRegister false
        compatibleWithOldNameSrv true
        enableSingleTopicRegister false
        enableSplitRegistration false
        splitRegistrationSize 800
        enableSplitMetadata true
        splitMetadataSize 2000
        updateNameServerAddrPeriod 120000
        fetchNameSrvAddrByDnsLookup false
        fetchNamesrvAddrByAddressServer false
        fetchNamesrvAddrInterval 10000
        loadBalancePollNameServerInterval 30000
        brokerHeartbeatInterval 1000
        sendHeartbeatTimeoutMillis 1000
        brokerNotActiveTimeoutMillis 10000
        """;

    private static final String PATHS = """
        storePathConsumeQueue
        storePathIndex
        storeCheckpoint
        abortFile
        storePathDLedgerCommitLog
        storePathEpochFile
        storePathBrokerIdentity
        brokerConfigPath
        rocketmqHome
        configStorePath
        """;

    private static final String FOREIGN = """
        commercialBaseCount 1
        commercialSizePerMsg 4096
        commercialEnable true
        accountStatsEnable true
        accountStatsPrintZeroValues true
        maxStatsIdleTimeInMinutes -1
        enableDetailStat true
        autoDeleteUnusedStats true
        enableLmqStats false
        isolateLogEnable false
        printChannelGroups false
        printChannelGroupsMinNum 5
        serverLoadBalancerEnable true
        defaultMessageRequestMode PULL
        defaultPopShareQueueNum -1
        forwardTimeout 3000
        enableScheduleMessageStats true
        diskFallRecorded true
        offsetCheckInSlave false
        maxMsgsNumBatch 64
        defaultQueryMaxNum 32
        disappearTimeAfterStart -1
        maxOffsetMapSize 104857600
        """;

    private static final String NAME_SERVER_THREADS = """
        clientRequestThreadPoolNums 8
        defaultThreadPoolNums 16
        clientRequestThreadPoolQueueCapacity 50000
        defaultThreadPoolQueueCapacity 10000
        unRegisterBrokerQueueCapacity 3000
        needWaitForService false
        waitSecondsForService 45
        """;

    private static final String NAME_SERVER_FOREIGN = """
        rocketmqHome
        configStorePath
        productEnvName center
        enableTopicList true
        clusterTest false
        configBlackList configBlackList;configStorePath;kvConfigPath
        """;
}
