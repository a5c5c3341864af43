"""What scenarios have in common: a server with the databases that are backed up, and one to restore to."""

import stock


class Stage:
    def __init__(self, context):
        self.source, self.target = context.server(), context.server()
        with self.source.client() as client:
            stock.fill(client, stock.DATABASES)
        with self.target.client() as client:
            stock.fill(client, stock.LARGE)
        self.expected = stock.expected(stock.DATABASES) | stock.expected(stock.LARGE)


def stage_of(context):
    return context.kept(Stage)
