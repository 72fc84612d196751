package shared

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"
)

const (
	// LongestFarewell is how long answers under way are waited for.
	LongestFarewell = 5 * time.Second
	// LongestIdle outlives the pauses between two slices of load.
	LongestIdle = 70 * time.Second
)

// Serve answers until the target is asked to stop, and returns when what was under way is answered.
func Serve(settings Settings, handler http.Handler) {
	server := &http.Server{Addr: settings.Address, Handler: handler, IdleTimeout: LongestIdle}
	stopped := make(chan struct{})
	go func() {
		defer close(stopped)
		<-AskedToStop()
		farewell, cancel := context.WithTimeout(context.Background(), LongestFarewell)
		defer cancel()
		server.Shutdown(farewell)
	}()
	err := server.ListenAndServe()
	if errors.Is(err, http.ErrServerClosed) {
		<-stopped
		err = nil
	}
	settings.removeTemporaryFolder()
	if err != nil {
		Fail(err)
	}
}

// Fail ends a target that cannot serve.
func Fail(err error) {
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}

// AskedToStop tells of SIGTERM and SIGINT, and when the parent holds stdin no longer: no server is left behind by whoever
// started it.
func AskedToStop() <-chan os.Signal {
	asked := make(chan os.Signal, 1)
	signal.Notify(asked, syscall.SIGTERM, syscall.SIGINT)
	if isPipe(os.Stdin) {
		go func() {
			io.Copy(io.Discard, os.Stdin)
			asked <- syscall.SIGHUP
		}()
	}
	return asked
}

// isPipe: a terminal or /dev/null says nothing about whether someone still wants this server.
func isPipe(file *os.File) bool {
	info, err := file.Stat()
	return err == nil && info.Mode()&(os.ModeNamedPipe|os.ModeSocket) != 0
}
