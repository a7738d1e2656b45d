package serve

import (
	"context"
	"fmt"
	"net"

	"parley/api/webhook"
)

// Webhook is where Intercom's notifications come in.
type Webhook struct {
	Listener net.Listener // the server closes it
	Secret   string       // the client secret of the app that sends them
}

// Close closes the listener of one that is not served; nil is none.
func (w *Webhook) Close() error {
	if w == nil {
		return nil
	}
	return w.Listener.Close()
}

// hooks takes notifications until ctx ends: each has its conversation read at
// once, and the team's desk asks the search less often while they come. What
// is returned waits for the end.
func (s *Server) hooks(ctx context.Context) (wait func(), err error) {
	w := s.o.Webhook
	if w == nil {
		return func() {}, nil
	}
	h, err := webhook.New(webhook.Options{
		Secret: w.Secret, AppID: s.o.Team.Status().Identity.App.IDCode, Now: s.o.Now,
		Notify: func(n webhook.Notification) { s.o.Team.Notified(n.Conversation) },
		Refused: func(from, why string) {
			event := "forged"
			if why == webhook.Repeated {
				event = "repeated"
			}
			s.o.Audit.Write(Record{Event: event, Address: from, Reason: why})
		},
	})
	if err != nil {
		return nil, fmt.Errorf("webhooks: %w", err)
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		defer s.guard("the webhooks")
		if err := h.Serve(ctx, w.Listener); err != nil {
			s.o.Audit.Write(Record{Event: "trouble", Reason: err.Error()})
		}
	}()
	return func() { <-done }, nil
}
