package io.opadpo.chat.testing;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A stand-in for the services that jobs read from: lists by page, each of one owner, and images. It lets in who shows the
 * platform's key, and shows them what the owner they name has.
 */
public final class FakeLists extends FakeServer {
    private static final int PAGE = 7;

    private final String serviceKey;
    private final Map<String, List<? extends JsonNode>> lists = new ConcurrentHashMap<>();
    private final Map<String, byte[]> images = new ConcurrentHashMap<>();
    private volatile CountDownLatch imagesAwait = new CountDownLatch(0);
    private final AtomicInteger imagesServed = new AtomicInteger();
    private final AtomicInteger faults = new AtomicInteger();

    public FakeLists(String serviceKey) {
        this.serviceKey = serviceKey;
        serve("/v1/", this::handle);
    }

    /** This owner's list at a path such as {@code /v1/prompt-sets/…/prompts}; its parent tells the count. */
    public void list(String owner, String path, List<? extends JsonNode> items) {
        lists.put(owner + " " + path, items);
    }

    /** An image of this owner. */
    public void image(String owner, String sha256, byte[] png) {
        images.put(owner + " /v1/images/" + sha256, png);
    }

    /** Images come only once this is down to nothing. */
    public void imagesAwait(CountDownLatch latch) {
        imagesAwait = latch;
    }

    /** Is out of order for the next requests. */
    public void fail(int times) {
        faults.set(times);
    }

    public int imagesServed() {
        return imagesServed.get();
    }

    private void handle(HttpExchange exchange) throws IOException {
        if (faults.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            sendJson(exchange, 503, "{\"detail\":\"out of order\"}");
            return;
        }
        if (!("Bearer " + serviceKey).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            sendJson(exchange, 401, "{\"detail\":\"who are you\"}");
            return;
        }
        String key = exchange.getRequestHeaders().getFirst("X-Opadpo-Owner") + " "
                + exchange.getRequestURI().getPath();
        if (images.containsKey(key)) {
            imagesServed.incrementAndGet();
            await(imagesAwait);
            send(exchange, 200, "image/png", images.get(key));
        } else if (lists.containsKey(key)) {
            sendJson(exchange, 200, page(lists.get(key), query(exchange)));
        } else {
            parent(exchange, key);
        }
    }

    private static void await(CountDownLatch latch) throws IOException {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private void parent(HttpExchange exchange, String key) throws IOException {
        for (Map.Entry<String, List<? extends JsonNode>> list : lists.entrySet()) {
            if (list.getKey().startsWith(key + "/")) {
                sendJson(exchange, 200, "{\"count\":" + list.getValue().size() + "}");
                return;
            }
        }
        sendJson(exchange, 404, "{\"detail\":\"no such thing\"}");
    }

    private static String page(List<? extends JsonNode> items, Map<String, String> query) {
        int from = Integer.parseInt(query.getOrDefault("cursor", "0"));
        int to = Math.min(items.size(), from + Math.min(PAGE, Integer.parseInt(query.get("limit"))));
        ObjectNode page = JsonMapper.shared().createObjectNode();
        page.putArray("items").addAll(List.copyOf(items.subList(from, to)));
        if (to < items.size()) {
            page.put("next", Integer.toString(to));
        } else {
            page.putNull("next");
        }
        return page.toString();
    }

    private static Map<String, String> query(HttpExchange exchange) {
        Map<String, String> query = new HashMap<>();
        for (String pair : exchange.getRequestURI().getQuery().split("&")) {
            query.put(pair.split("=", 2)[0], pair.split("=", 2)[1]);
        }
        return query;
    }
}
