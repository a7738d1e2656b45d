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
)

const (
	// maxCallers is how many connections there are at once.
	maxCallers = 64
	// grace is how long callers have to finish when the server ends.
	grace = 5 * time.Second
)

// Serve takes notifications from l, without encryption, until ctx ends. It
// closes l. A connection is for one request, which has seconds to arrive: who
// calls slowly, or only keeps a line, gives its place back soon.
func (h *Handler) Serve(ctx context.Context, l net.Listener) error {
	web := &http.Server{
		Handler: h, ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 10 * time.Second, WriteTimeout: 15 * time.Second,
		MaxHeaderBytes: 16 << 10, ErrorLog: log.New(io.Discard, "", 0),
	}
	web.SetKeepAlivesEnabled(false)
	ended := make(chan error, 1)
	go func() { ended <- web.Serve(&door{Listener: l, places: places{all: maxCallers}, refused: h.o.Refused}) }()
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

// door lets callers in while there is room for them.
type door struct {
	net.Listener
	places  places
	refused func(remote, why string)
}

// Accept returns the next caller for whom there is room; the others are hung
// up on.
func (d *door) Accept() (net.Conn, error) {
	for {
		c, err := d.Listener.Accept()
		if err != nil {
			return nil, err //nolint:wrapcheck // the server knows it
		}
		remote := c.RemoteAddr().String()
		if give, ok := d.places.take(source(remote), 1); ok {
			return &caller{c, give}, nil
		}
		_ = c.Close() // it is gone either way
		d.refused(remote, "too many call at once")
	}
}

// caller gives its place back when it goes.
type caller struct {
	net.Conn
	give func()
}

func (c *caller) Close() error {
	c.give()
	return c.Conn.Close() //nolint:wrapcheck // the server knows it
}
