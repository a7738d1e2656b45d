package cli

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"parley/api"
	"parley/api/desk"
	"parley/api/store"
	"parley/ui/richtext"
)

// Timing replaces the waits of a send, for tests. What is zero is as usual.
type Timing struct {
	Looks    []time.Duration // when, after an attempt of unknown fate, the conversation is looked at
	Patience time.Duration   // how long a send waits for the rate limit
	Grace    time.Duration   // how long a send that is under way may take after an interrupt
}

// sendPatience is how long a command waits for the rate limit before it gives up:
// a window of Intercom's has ten seconds.
const sendPatience = 30 * time.Second

// work is a desk for one command. It shares the store with an inbox that may
// be open, and leaves alone what waits there.
type work struct {
	*desk.Desk
	app    *app
	client *api.Client
	store  *store.Store
	landed bool
	known  bool // Intercom said who acts
}

// work opens a desk. Strict refuses a store that would not outlive the
// command.
func (a *app) work(ctx context.Context, client *api.Client, strict bool) (*work, error) {
	dir, err := a.profileDir()
	if err != nil {
		return nil, usagef("%w", err)
	}
	open := store.OpenOrMemory
	if strict {
		open = store.Open
	}
	st, err := open(ctx, store.Options{Dir: dir, NoCache: !a.cfg.Store, Now: a.env.Now})
	if err != nil {
		return nil, storeProblem(err)
	}
	for _, w := range st.Warnings() {
		a.say("%s", w)
	}
	d, err := desk.New(desk.Options{
		Client: client, Store: st, Now: a.env.Now, AdminID: api.ID(a.cfg.AdminID), ReadOnly: a.cfg.ReadOnly,
		PlainText: plainBody, Views: a.means.views, Targets: a.means.targets, PageSize: perPage,
		OwnOnly: true, Looks: a.env.Timing.Looks, Patience: orElse(a.env.Timing.Patience, sendPatience),
	})
	if err != nil {
		return nil, errors.Join(err, st.Close())
	}
	return &work{Desk: d, app: a, client: client, store: st}, nil
}

// plainBody turns a body into text.
func plainBody(html string) string { return richtext.NewBody(html).Text() }

func orElse(d, usual time.Duration) time.Duration {
	if d != 0 {
		return d
	}
	return usual
}

// online opens a desk for a command that asks Intercom.
func (a *app) online(ctx context.Context) (*work, error) {
	c, err := a.client(ctx)
	if err != nil {
		return nil, err
	}
	w, err := a.work(ctx, c, false)
	if err == nil {
		w.meetTeam(ctx)
	}
	return w, err
}

// writing opens a desk for a command that changes something at Intercom.
func (a *app) writing(ctx context.Context) (*work, error) {
	c, err := a.writer(ctx)
	if err != nil {
		return nil, err
	}
	w, err := a.work(ctx, c, true)
	if err == nil {
		w.meetTeam(ctx)
	}
	return w, err
}

// local opens a desk for a command that asks nobody, and needs no token.
func (a *app) local(ctx context.Context) (*work, error) {
	if err := a.settled(); err != nil {
		return nil, err
	}
	c, err := api.New("none") // it is never used
	if err != nil {
		return nil, err
	}
	return a.work(ctx, c, true)
}

// storeProblem says what is wrong with the disk.
func storeProblem(err error) error {
	return &problem{code: ExitFailed, sentence: store.Sentence(err), err: err}
}

// land lets what is under way arrive. Nothing leaves afterwards.
func (w *work) land() {
	if w.landed {
		return
	}
	w.landed = true
	ctx, cancel := context.WithTimeout(context.Background(), orElse(w.app.env.Timing.Grace, closeGrace))
	defer cancel()
	_ = w.Desk.Close(ctx) // what did not arrive is of unknown fate: the outbox says so
}

// close ends the desk. An error that is there already says more.
func (w *work) close(err *error) {
	w.land()
	if closeErr := w.store.Close(); *err == nil && closeErr != nil {
		*err = fmt.Errorf("close the local store: %w", closeErr)
	}
	w.client.Close()
}

// introduce learns who acts, once.
func (w *work) introduce(ctx context.Context) error {
	if w.known {
		return nil
	}
	err := w.Introduce(ctx, false)
	w.known = err == nil
	return err
}

// tell says what a send to the conversation waits for, until the returned
// function is called.
func (w *work) tell(id api.ID) (stop func()) {
	ctx, cancel := context.WithCancel(context.Background())
	sub := w.Subscribe()
	var g sync.WaitGroup
	g.Go(func() {
		said := ""
		for {
			events, err := sub.Next(ctx)
			if err != nil {
				return
			}
			for _, e := range events {
				changed, ok := e.(desk.OutboxChanged)
				if !ok || changed.Entry.ConversationID != id {
					continue
				}
				if words := w.waitsFor(changed.Entry); words != "" && words != said {
					w.app.say("%s", words)
					said = words
				}
			}
		}
	})
	return func() {
		cancel()
		g.Wait()
		sub.Close()
	}
}

// waitsFor says what an entry waits for, "" when it does not.
func (w *work) waitsFor(e desk.Entry) string {
	switch {
	case e.State == desk.EntryUnknown && !e.Asking:
		return fmt.Sprintf("it is not known whether this reached conversation %s: looking for it, which may take a minute", e.ConversationID)
	case e.State == desk.EntryQueued && e.Error != "" && e.NotBefore.Sub(w.app.env.Now()) >= longWait:
		return fmt.Sprintf("waiting %s: %s", e.NotBefore.Sub(w.app.env.Now()).Round(time.Second), e.Error)
	default:
		return ""
	}
}
