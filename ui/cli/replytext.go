package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"parley/api"
	"parley/api/safetext"
	"parley/ui/term"
)

// The largest text that is read, in bytes: far above what anybody writes, far
// below what would hurt.
const maxText = 1 << 20

// replyText returns the text of the reply. Text that is in no file yet is
// put into one before anything can go wrong.
func (a *app) replyText(ctx context.Context, id api.ID, f replyFlags) (keptText, error) {
	name := fmt.Sprintf("reply-%s-%s", id, f.as)
	if f.bodyGiven {
		if strings.TrimSpace(f.body) == "" {
			return keptText{}, errEmptyText()
		}
		return a.keep(name, f.body), nil
	}
	if f.file != "" && f.file != "-" {
		text, err := readText(f.file)
		return keptText{path: f.file, text: text, own: true}, err
	}
	if terminal(a.env.Stdin) {
		a.say("write the reply; ctrl+d on an empty line sends it, ctrl+c does not")
	}
	text, err := readAll(ctx, a.env.Stdin, maxText)
	text, textErr := plainText("standard input", text)
	if strings.TrimSpace(text) == "" {
		return keptText{}, errors.Join(err, textErr, errEmptyText(err, textErr))
	}
	kept := a.keep(name, text)
	if err = errors.Join(err, textErr); err != nil {
		return kept, keptProblem(err, id, kept, f.again(id))
	}
	return kept, nil
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

// readAttachments reads the files that go out with the reply.
func (a *app) readAttachments(paths []string) ([]api.File, error) {
	host := term.Host{Getenv: a.env.getenv}
	var files []api.File
	for _, path := range paths {
		f, err := host.File(path)
		if err != nil {
			return nil, usagef("--attach: %w", err)
		}
		data, err := os.ReadFile(f.Path)
		if err != nil {
			return nil, usagef("--attach: %w", err)
		}
		files = append(files, api.File{Name: safetext.FileName(f.Name), ContentType: f.ContentType, Data: data})
	}
	return files, nil
}
