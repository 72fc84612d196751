package perfcmp.springboot.errors;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.util.StringUtils;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.servlet.NoHandlerFoundException;
import org.springframework.web.servlet.resource.NoResourceFoundException;
import perfcmp.workload.errors.ContractError;
import perfcmp.workload.errors.ContractException;
import perfcmp.workload.errors.ErrorAnswer;

/** Every error as the contract's JSON. A bare return value gets a Content-Length, where a ResponseEntity is chunked. */
@RestControllerAdvice
class ErrorAdvice {
    private static final Logger LOG = LoggerFactory.getLogger(ErrorAdvice.class);

    @ExceptionHandler({NoHandlerFoundException.class, NoResourceFoundException.class})
    ErrorAnswer notFound(HttpServletResponse response) {
        return answer(ContractError.NOT_FOUND, response);
    }

    @ExceptionHandler
    ErrorAnswer methodNotAllowed(HttpRequestMethodNotSupportedException exception, HttpServletResponse response) {
        Set<HttpMethod> allowed = exception.getSupportedHttpMethods();
        if (allowed != null) {
            response.setHeader(HttpHeaders.ALLOW, StringUtils.collectionToDelimitedString(allowed, ", "));
        }
        return answer(ContractError.METHOD_NOT_ALLOWED, response);
    }

    @ExceptionHandler
    ErrorAnswer refused(ContractException exception, HttpServletResponse response) {
        if (exception.error() == ContractError.BUSY) {
            response.setHeader(HttpHeaders.RETRY_AFTER, ContractError.RETRY_AFTER_SECONDS);
        }
        return answer(exception.error(), response);
    }

    /** The connection is broken: nobody waits for an answer. */
    @ExceptionHandler
    void gone(IOException exception) {}

    @ExceptionHandler
    ErrorAnswer failed(Exception exception, HttpServletResponse response) {
        LOG.error("a request failed", exception);
        return answer(ContractError.INTERNAL_SERVER_ERROR, response);
    }

    private static ErrorAnswer answer(ContractError error, HttpServletResponse response) {
        response.setStatus(error.status());
        return error.answer();
    }
}
