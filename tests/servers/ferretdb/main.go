// Command ferretdb runs FerretDB, with SQLite for storage, as a server for mongokeep's tests.
//
//	ferretdb --dir DIR [--port PORT]
//
// Port 0, the default, is a free one. The line "listening on 127.0.0.1:PORT" on the standard output says that clients
// may connect. SIGTERM and SIGINT stop the server, with exit status 0.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"net"
	"os"
	"os/signal"
	"strconv"
	"syscall"
	"time"

	"github.com/FerretDB/FerretDB/ferretdb"
)

func main() {
	directory := flag.String("dir", "", "folder for the SQLite files; made when it is not there")
	port := flag.Int("port", 0, "TCP port on 127.0.0.1; 0 picks a free one")
	flag.Parse()

	if *directory == "" || flag.NArg() > 0 {
		flag.Usage()
		os.Exit(2)
	}

	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, syscall.SIGINT)
	defer stop()

	if err := serve(ctx, *directory, *port); err != nil {
		fmt.Fprintln(os.Stderr, "ferretdb:", err)
		os.Exit(1)
	}
}

// serve runs the server until ctx is done.
func serve(ctx context.Context, directory string, port int) error {
	if err := os.MkdirAll(directory, 0o700); err != nil {
		return err
	}

	address, err := chooseAddress(port)
	if err != nil {
		return err
	}

	server, err := ferretdb.New(&ferretdb.Config{
		Listener:  ferretdb.ListenerConfig{TCP: address},
		Handler:   "sqlite",
		SQLiteURL: "file:" + directory + "/",
	})
	if err != nil {
		return err
	}

	ended := make(chan error, 1)
	go func() { ended <- server.Run(ctx) }()

	if err := awaitListener(ctx, address, ended); err != nil {
		return err
	}

	fmt.Println("listening on", address)

	return <-ended
}

// chooseAddress returns an address on the loopback interface. FerretDB's library does not tell the port that it was
// given for 0, so a free one is found here and let go again, to be taken by the server a moment later.
func chooseAddress(port int) (string, error) {
	listener, err := net.Listen("tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(port)))
	if err != nil {
		return "", err
	}

	address := listener.Addr().String()

	return address, listener.Close()
}

// awaitListener returns once a client can connect, or the server has ended without that.
func awaitListener(ctx context.Context, address string, ended <-chan error) error {
	for {
		if connection, err := net.DialTimeout("tcp", address, time.Second); err == nil {
			return connection.Close()
		}

		select {
		case err := <-ended:
			if err == nil {
				err = errors.New("ended before it listened")
			}
			return err
		case <-ctx.Done():
			return <-ended
		case <-time.After(10 * time.Millisecond):
		}
	}
}
