package io.opadpo.rollout;

import com.sun.net.httpserver.HttpExchange;
import io.opadpo.chat.testing.FakeServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import tools.jackson.databind.json.JsonMapper;

/** A stand-in for the trainer-service that has adapters of a model {@code llava}, and gives them away. */
final class FakeTrainer extends FakeServer {
    private static final String CONFIG = "{\"peft_type\":\"LORA\",\"r\":256,\"base_model_name_or_path\":\"here\"}";

    private final Map<String, Map<String, String>> adapters = new ConcurrentHashMap<>();
    private final Map<String, String> versions = new ConcurrentHashMap<>();
    private final AtomicInteger downloads = new AtomicInteger();

    FakeTrainer() {
        serve("/v1/adapters/", this::handle);
    }

    /** Has an adapter; gives its version. */
    String adapter(String owner, String name, String weights) {
        String version = sha256(weights);
        files(owner, name, version, Map.of("adapter_config.json", CONFIG, "adapter_model.safetensors", weights));
        return version;
    }

    /** Has an adapter of which it says this version, and gives these files. */
    void files(String owner, String name, String version, Map<String, String> files) {
        adapters.put(owner + " " + name, files);
        versions.put(owner + " " + name, version);
    }

    int downloads() {
        return downloads.get();
    }

    private void handle(HttpExchange exchange) throws IOException {
        if (exchange.getRequestURI().getRawPath().contains("%")) {
            // As Spring Security's firewall does.
            sendJson(exchange, 400, "{\"detail\":\"Bad path\"}");
            return;
        }
        String[] path = exchange.getRequestURI().getPath().split("/");
        String key = exchange.getRequestHeaders().getFirst("X-Opadpo-Owner") + " " + path[3];
        if (!adapters.containsKey(key)) {
            sendJson(exchange, 404, "{\"detail\":\"There is no adapter " + path[3] + "\"}");
        } else if (path.length == 5) {
            downloads.incrementAndGet();
            send(exchange, 200, "application/zip", zip(adapters.get(key)));
        } else {
            Map<String, String> adapter = Map.of(
                    "id", "00000000-0000-0000-0000-000000000001",
                    "name", path[3],
                    "kind", "opa",
                    "base_model", "llava",
                    "version", versions.get(key));
            sendJson(exchange, 200, JsonMapper.shared().writeValueAsString(adapter));
        }
    }

    private static byte[] zip(Map<String, String> files) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, String> file : new TreeMap<>(files).entrySet()) {
                zip.putNextEntry(new ZipEntry(file.getKey()));
                zip.write(file.getValue().getBytes(StandardCharsets.UTF_8));
            }
        }
        return bytes.toByteArray();
    }

    private static String sha256(String text) {
        try {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
