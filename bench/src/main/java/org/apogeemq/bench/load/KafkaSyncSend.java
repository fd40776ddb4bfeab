package org.apogeemq.bench.load;

import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Through Kafka's client with its defaults: all replicas acknowledge, a batch goes out as soon as it can. */
public final class KafkaSyncSend implements SyncSend {
    private final KafkaProducer<byte[], byte[]> producer;

    /** Opens a producer of the broker at {@code address}, {@code host:port}. */
    public KafkaSyncSend(String address) {
        Map<String, Object> settings = Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                address,
                ProducerConfig.LINGER_MS_CONFIG,
                0,
                ProducerConfig.ACKS_CONFIG,
                "all");
        producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    @Override
    public String send(String topic, byte[] body) throws InterruptedException {
        try {
            producer.send(new ProducerRecord<>(topic, body)).get();
            return "";
        } catch (ExecutionException e) {
            return e.getCause().toString();
        } catch (KafkaException e) {
            return e.toString();
        }
    }

    @Override
    public void close() {
        producer.close();
    }
}
