package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"parley/api"
	"parley/api/desk"
)

// The largest text that is read, in bytes: far above what anybody writes, far
// below what would hurt.
const maxText = 1 << 20

// replyText returns the reply as far as it was written. An error comes with
// what there was before it.
func (a *app) replyText(ctx context.Context, w *work, id api.ID, f replyFlags) (desk.Draft, error) {
	switch {
	case f.draft:
		return a.keptDraft(ctx, w, id, f.as)
	case f.bodyGiven:
		if strings.TrimSpace(f.body) == "" {
			return desk.Draft{}, errEmptyText()
		}
		return a.newDraft(id, f.as, f.body), nil
	case f.file != "" && f.file != "-":
		text, err := readText(f.file)
		if err == nil && strings.TrimSpace(text) == "" {
			err = errEmptyText()
		}
		return a.newDraft(id, f.as, text), err
	}
	if terminal(a.env.Stdin) {
		a.say("write the reply; ctrl+d on an empty line sends it, ctrl+c does not")
	}
	text, err := readAll(ctx, a.env.Stdin, maxText)
	text, textErr := plainText("standard input", text)
	err = errors.Join(err, textErr)
	if strings.TrimSpace(text) == "" {
		return desk.Draft{}, errors.Join(err, errEmptyText(err))
	}
	return a.newDraft(id, f.as, text), err
}

// keptDraft returns the draft of a conversation and mode.
func (a *app) keptDraft(ctx context.Context, w *work, id api.ID, as string) (desk.Draft, error) {
	d, ok, err := w.Draft(ctx, id, desk.Mode(as))
	if err == nil && !ok {
		return d, &problem{code: ExitNotFound, sentence: fmt.Sprintf("There is no draft of conversation %s as %s; `parley drafts` lists those that there are.", id, as)}
	}
	return d, err
}

// errEmptyText says that there is nothing to send, unless something else
// explains it.
func errEmptyText(others ...error) error {
	if errors.Join(others...) != nil {
		return nil
	}
	return usagef("there is no text: give it with --body, --file or on standard input")
}

// readText reads the agent's text file.
func readText(path string) (string, error) {
	text, err := readFile(path, maxText)
	if err != nil {
		return "", usagef("--file: %w", err)
	}
	return plainText(path, text)
}

// plainText refuses what is not text, and returns it with plain line ends.
func plainText(from, text string) (string, error) {
	if len(text) > maxText {
		return text, usagef("%s: the text is longer than %s", from, bytesize(maxText))
	}
	if strings.ContainsRune(text, 0) {
		return "", usagef("%s: this is not text in UTF-8", from)
	}
	text = strings.TrimPrefix(strings.ToValidUTF8(text, "\uFFFD"), "\uFEFF")
	return strings.ReplaceAll(text, "\r\n", "\n"), nil
}

// readAll reads until the end or until there is more than most bytes, or until the context ends: then it returns
// what there is. The goroutine that it leaves behind in that case ends with
// the stream.
func readAll(ctx context.Context, r io.Reader, most int) (string, error) {
	type chunk struct {
		data []byte
		err  error
	}
	chunks := make(chan chunk)
	go func() {
		for {
			data := make([]byte, 4096)
			n, err := r.Read(data)
			select {
			case chunks <- chunk{data[:n], err}:
			case <-ctx.Done():
				return
			}
			if err != nil {
				return
			}
		}
	}()
	var b bytes.Buffer
	for b.Len() <= most {
		select {
		case c := <-chunks:
			b.Write(c.data)
			if errors.Is(c.err, io.EOF) {
				return b.String(), nil
			}
			if c.err != nil {
				return b.String(), fmt.Errorf("read standard input: %w", c.err)
			}
		case <-ctx.Done():
			return b.String(), ctx.Err()
		}
	}
	return b.String(), nil
}
