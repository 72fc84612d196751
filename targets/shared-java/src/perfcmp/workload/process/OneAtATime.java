package perfcmp.workload.process;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import perfcmp.workload.errors.ContractError;
import perfcmp.workload.errors.ContractException;

/** Lets one request in; others are told that it is busy. */
public final class OneAtATime {
    private final AtomicBoolean isBusy = new AtomicBoolean();

    public <T> T run(Supplier<T> work) {
        if (!isBusy.compareAndSet(false, true)) throw new ContractException(ContractError.BUSY);
        try {
            return work.get();
        } finally {
            isBusy.set(false);
        }
    }
}
