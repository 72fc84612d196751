package perfcmp.springboot;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import perfcmp.workload.benchmark.Benchmark;
import perfcmp.workload.benchmark.RequestStats;
import perfcmp.workload.cache.ResponseCache;
import perfcmp.workload.files.FileGate;
import perfcmp.workload.files.FileProcessor;
import perfcmp.workload.files.IoBenchmark;
import perfcmp.workload.files.Sandbox;
import perfcmp.workload.memory.MemoryEfficiency;
import perfcmp.workload.process.Settings;
import perfcmp.workload.profiler.Profiler;
import tools.jackson.databind.json.JsonMapper;

/** The services behind the controllers: the workload that all Java targets share. */
@Configuration(proxyBeanMethods = false)
class WorkloadConfiguration {
    @Bean
    Benchmark benchmark(Settings settings) {
        return new Benchmark(settings.benchDelayUs());
    }

    @Bean
    RequestStats requestStats() {
        return new RequestStats();
    }

    @Bean
    ResponseCache responseCache(Settings settings, JsonMapper mapper) {
        return new ResponseCache(settings.cacheDelayMs(), settings.cacheMaxEntries(), mapper::writeValueAsBytes);
    }

    @Bean
    Profiler profiler(JsonMapper mapper) {
        return new Profiler(mapper::writeValueAsBytes);
    }

    @Bean
    MemoryEfficiency memoryEfficiency() {
        return new MemoryEfficiency();
    }

    @Bean
    Sandbox sandbox(Settings settings) {
        return new Sandbox(settings.sandboxFolder());
    }

    @Bean
    FileGate fileGate(Sandbox sandbox, Settings settings) {
        return new FileGate(sandbox, settings.fileDelayMs(), settings.fileConcurrency());
    }

    @Bean
    FileProcessor fileProcessor(FileGate gate) {
        return new FileProcessor(gate);
    }

    @Bean
    IoBenchmark ioBenchmark(Sandbox sandbox, FileGate gate) {
        return new IoBenchmark(sandbox, gate);
    }
}
