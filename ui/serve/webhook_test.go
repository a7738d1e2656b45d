package serve

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"parley/api/sandbox"
	"parley/api/webhook"
)

// tell sends a notification as Intercom does, signed with a secret.
func tell(t *testing.T, addr, secret, id, conversation string) int {
	t.Helper()
	body := fmt.Sprintf(`{"type":"notification_event","app_id":%q,"id":%q,"topic":"conversation.user.replied","created_at":%d,
		"data":{"type":"notification_event_data","item":{"type":"conversation","id":%q}}}`, sandbox.AppID, id, time.Now().Unix(), conversation)
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, "http://"+addr+"/intercom", strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set(webhook.SignatureHeader, webhook.Sign(secret, []byte(body)))
	resp, err := (&http.Client{Timeout: patience}).Do(req)
	if err != nil {
		t.Fatal(err)
	}
	_ = resp.Body.Close()
	return resp.StatusCode
}

// A signed notification brings the message to the screen at once; a forged or
// repeated one brings nothing but a line in the log.
func TestWebhook(t *testing.T) {
	t.Parallel()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	addr := l.Addr().String()
	r := newRig(t, rigOptions{teammates: 1, webhook: &Webhook{Listener: l, Secret: "s3cret"}})
	g := r.opened(0)
	id := string(r.open)
	reads := func() int {
		n := 0
		for _, e := range r.sandbox.Journal() {
			if e.Method == http.MethodGet && e.Path == "/conversations/"+id {
				n++
			}
		}
		return n
	}
	if code := tell(t, addr, "guessed", "notif_0", id); code != http.StatusUnauthorized {
		t.Errorf("forged: %d", code)
	}
	r.wait("the line of the forged one", event("forged", "signature"))
	if _, err := r.sandbox.CustomerReplies(id, "<p>are you there?</p>"); err != nil {
		t.Fatal(err)
	}
	before := reads()
	if code := tell(t, addr, "s3cret", "notif_1", id); code != http.StatusOK {
		t.Errorf("signed: %d", code)
	}
	g.see("are you there?")
	r.settles("the read", func() bool { return reads() > before }, r.audit.String)
	if code := tell(t, addr, "s3cret", "notif_1", id); code != http.StatusOK {
		t.Errorf("repeated: %d", code)
	}
	r.wait("the line of the repeated one", event("repeated", "it came before"))
}

// A sandbox that tells of what changes brings a customer's message to the
// screen without anything being searched for, and its forged one brings nothing.
func TestASandboxFeedsTheServer(t *testing.T) {
	t.Parallel()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	r := newRig(t, rigOptions{teammates: 1, webhook: &Webhook{Listener: l, Secret: "s3cret"}})
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() {
		ended <- r.sandbox.SendHooks(ctx, sandbox.Hooks{URL: "http://" + l.Addr().String() + "/intercom", Secret: "s3cret"})
	}()
	defer func() {
		cancel()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	}()
	g := r.opened(0)
	searches := func() int {
		n := 0
		for _, e := range r.sandbox.Journal() {
			if e.Operation == "search" {
				n++
			}
		}
		return n
	}
	// The rounds that were planned before the first notification may still fall
	// between a message and the screen; soon none is planned for minutes.
	spared := false
	for n := 0; n < 40 && !spared; n++ {
		before, text := searches(), fmt.Sprintf("message number %d", n)
		if _, err := r.sandbox.CustomerReplies(string(r.open), "<p>"+text+"</p>"); err != nil {
			t.Fatal(err)
		}
		g.see(text)
		spared = searches() == before
	}
	if !spared {
		t.Error("each message was searched for")
	}
	r.sandbox.SetFaults(sandbox.Fault{Op: "webhook", Kind: sandbox.Forged})
	if _, err := r.sandbox.CustomerReplies(string(r.open), "<p>who sends this?</p>"); err != nil {
		t.Fatal(err)
	}
	r.wait("the line of the forged one", event("forged", "signature"))
}
