package perfcmp.springboot.cache;

import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import perfcmp.workload.cache.CacheStatsAnswer;
import perfcmp.workload.cache.ResponseCache;

@RestController
class CacheController {
    private final ResponseCache cache;

    CacheController(ResponseCache cache) {
        this.cache = cache;
    }

    @GetMapping("/cached")
    ResponseEntity<byte[]> cached() {
        return cached(ResponseCache.DEFAULT_KEY);
    }

    @GetMapping("/cached/{key}")
    ResponseEntity<byte[]> cached(@PathVariable String key) {
        ResponseCache.Lookup found = cache.get(key);
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_JSON)
                .header("X-Cache", found.state())
                .body(found.bytes());
    }

    @GetMapping("/cache/stats")
    CacheStatsAnswer stats() {
        return cache.stats();
    }
}
