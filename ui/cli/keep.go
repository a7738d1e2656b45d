package cli

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"unicode"

	"parley/api"
	"parley/api/desk"
	"parley/api/safetext"
)

// keep makes a draft of text that was not sent, and says where it is. W is
// nil where there is no store.
func (a *app) keep(ctx context.Context, w *work, d desk.Draft, f *replyFlags, err error) error {
	if strings.TrimSpace(d.Text) == "" || f.draft {
		return err
	}
	where := "The text could not be kept on disk. Here it is:\n" + safetext.Block(d.Text)
	if w != nil && d.ConversationID != api.Last {
		if kept, keepErr := w.AddDraft(context.WithoutCancel(ctx), d); keepErr == nil {
			where = f.whereDraft(d, kept)
		}
	}
	return &problem{code: exitCode(err), sentence: joined("\n", notSentWords(err), where), err: err}
}

// notSentWords says why a reply was not sent.
func notSentWords(err error) string {
	if api.Kind(err) == api.KindCanceled {
		return "Interrupted: nothing was sent."
	}
	return sentenceOf(err)
}

// whereDraft tells where the text is that was not sent; kept is the draft of
// its conversation and mode now. Attachments that are not part of it are named
// again.
func (f *replyFlags) whereDraft(d, kept desk.Draft) string {
	as, with := "", ""
	if f.as != string(desk.ModeAdmin) {
		as = " --as " + f.as
	}
	if kept.Text != d.Text {
		with = ", together with the draft that was there"
	}
	return fmt.Sprintf("The text is kept as a draft%s: `%s --draft` sends it, `parley drafts show %s%s` shows it, and the inbox has it in the conversation.",
		with, f.again(d.ConversationID, len(d.Attachments)+len(d.AttachmentURLs) == 0), d.ConversationID, as)
}

// shellWord quotes s where a shell would take it for more than one plain
// word, or where it would not show.
func shellWord(s string) string {
	plain := s != "" && s == safetext.Line(s) && !strings.ContainsFunc(s, func(r rune) bool {
		return r < 128 && !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune("/.-_+@:,=%", r)
	})
	switch {
	case plain:
		return s
	case s == safetext.Line(s):
		return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
	default:
		return strconv.Quote(s)
	}
}
