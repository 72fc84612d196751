package perfcmp.springboot.files;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import perfcmp.springboot.web.BodyReader;
import perfcmp.workload.errors.ContractError;
import perfcmp.workload.errors.ContractException;
import perfcmp.workload.files.FileProcessor;
import perfcmp.workload.files.FileRequest;
import perfcmp.workload.files.IoBenchmark;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

@RestController
class FilesController {
    private final FileProcessor processor;
    private final IoBenchmark ioBenchmark;
    private final BodyReader bodies;
    private final JsonMapper mapper;

    FilesController(FileProcessor processor, IoBenchmark ioBenchmark, BodyReader bodies, JsonMapper mapper) {
        this.processor = processor;
        this.ioBenchmark = ioBenchmark;
        this.bodies = bodies;
        this.mapper = mapper;
    }

    @PostMapping("/files/process")
    FileProcessor.Answer process(HttpServletRequest request) throws IOException {
        return processor.process(FileRequest.of(parse(bodies.read(request).bytes())));
    }

    @GetMapping("/io-benchmark")
    IoBenchmark.Answer ioBenchmark() {
        return ioBenchmark.run();
    }

    /** Any JSON: what is wrong with its shape is another error than what is no JSON. */
    private Object parse(byte[] body) {
        try {
            return mapper.readValue(body, Object.class);
        } catch (JacksonException malformed) {
            throw new ContractException(ContractError.INVALID_JSON);
        }
    }
}
