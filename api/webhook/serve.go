package webhook

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"time"

	"golang.org/x/net/netutil"
)

const (
	// maxCallers is how many callers are listened to at once.
	maxCallers = 8
	// grace is how long callers have to finish when the server ends.
	grace = 5 * time.Second
)

// Serve takes notifications from l, without encryption, until ctx ends. It
// closes l.
func (h *Handler) Serve(ctx context.Context, l net.Listener) error {
	web := &http.Server{
		Handler: h, ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 15 * time.Second, WriteTimeout: 15 * time.Second,
		IdleTimeout: time.Minute, MaxHeaderBytes: 16 << 10, ErrorLog: log.New(io.Discard, "", 0),
	}
	ended := make(chan error, 1)
	go func() { ended <- web.Serve(netutil.LimitListener(l, maxCallers)) }()
	select {
	case err := <-ended:
		return fmt.Errorf("listen for webhooks: %w", err)
	case <-ctx.Done():
	}
	closing, cancel := context.WithTimeout(context.WithoutCancel(ctx), grace)
	defer cancel()
	err := web.Shutdown(closing)
	if errors.Is(err, context.DeadlineExceeded) {
		err = web.Close()
	}
	<-ended //nolint:errcheck // it ended because it was told to
	return err
}
