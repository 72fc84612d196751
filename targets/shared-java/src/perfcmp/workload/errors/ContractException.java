package perfcmp.workload.errors;

/** A request that the contract refuses. It is an answer, not a fault, so it carries no stack trace. */
public final class ContractException extends RuntimeException {
    private final transient ContractError error;

    public ContractException(ContractError error) {
        super(error.answer().error(), null, false, false);
        this.error = error;
    }

    public ContractError error() {
        return error;
    }
}
