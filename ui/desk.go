package ui

import (
	"context"
	"time"

	"parley/api"
	"parley/api/desk"
)

// Desk is what the screen needs of an agent's desk. Methods without a context
// answer at once from memory; the others are only called from commands.
type Desk interface {
	Status() desk.Status
	Directory() desk.Directory
	Views() []desk.View
	Focus(id api.ID)
	Active(active bool)
	Typing()
	UndoWindow(channel string, m desk.Mode) time.Duration

	List(ctx context.Context, r desk.ListRequest) (desk.List, error)
	Refresh(ctx context.Context, view string) error
	More(ctx context.Context, view string) error
	Open(ctx context.Context, id api.ID) (desk.Thread, error)
	Fetch(ctx context.Context, id api.ID) (desk.Thread, error)
	Seen(ctx context.Context, id, part api.ID) error

	Do(ctx context.Context, a desk.Action) ([]desk.Entry, error)
	DoAll(ctx context.Context, ids []api.ID, changes []desk.ActionChange) ([]desk.Entry, error)
	CreateTag(ctx context.Context, name string) (api.Tag, error)
	Search(ctx context.Context, query string) (desk.Results, error)
	SearchIntercom(ctx context.Context, query string) (desk.Results, error)

	Send(ctx context.Context, r desk.Reply) (desk.Entry, error)
	Undo(ctx context.Context, entry int64) (desk.Entry, error)
	Resend(ctx context.Context, entry int64) (desk.Entry, error)
	Keep(ctx context.Context, entry int64) (desk.Entry, error)
	Discard(ctx context.Context, entry int64) (desk.Entry, error)

	SaveDraft(ctx context.Context, d desk.Draft) error
	DropDraft(ctx context.Context, id api.ID, m desk.Mode) error
	Drafts(ctx context.Context) ([]desk.Draft, error)
	Earlier(ctx context.Context, contact api.ID) ([]desk.Row, error)
	Board(ctx context.Context) (desk.Board, error)
	ReadBoard(ctx context.Context) error
	MarkStandup(ctx context.Context) (desk.Board, error)
	Companies(ctx context.Context, contact api.ID) ([]api.Company, error)
	People(ctx context.Context) ([]desk.Person, error)
}

// Events is where a desk announces its changes. Next blocks until there are
// some, or until ctx ends.
type Events interface {
	Next(ctx context.Context) ([]desk.Event, error)
}
