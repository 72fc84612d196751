package perfcmp.workload.files;

import java.util.List;
import java.util.Map;
import perfcmp.workload.errors.ContractError;
import perfcmp.workload.errors.ContractException;

/** The body of POST /files/process, checked in the order of the contract. */
public record FileRequest(List<String> paths) {
    private static final int MOST_FILES = 1_000;

    /** @param json as any parser gives it: maps, lists, strings, numbers, booleans and null */
    public static FileRequest of(Object json) {
        if (!(json instanceof Map<?, ?> object) || !(object.get("files") instanceof List<?> entries)) {
            throw new ContractException(ContractError.MISSING_FILES);
        }
        if (!entries.stream().allMatch(String.class::isInstance)) {
            throw new ContractException(ContractError.INVALID_FILES_ENTRY);
        }
        if (entries.size() > MOST_FILES) throw new ContractException(ContractError.TOO_MANY_FILES);
        List<String> paths = entries.stream().map(String.class::cast).toList();
        if (!paths.stream().allMatch(Sandbox::isValidPath)) {
            throw new ContractException(ContractError.INVALID_FILE_PATH);
        }
        return new FileRequest(paths);
    }
}
