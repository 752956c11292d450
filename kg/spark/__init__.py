"""`kg build --engine spark`: the steps of kg/steps.py on a Spark cluster. An optional extra, imported when asked for.

    cluster   what must be there, and the session
    build     the flow: which step, grouped by what
    tasks     the steps as Spark calls them: Arrow batches in, Arrow batches out
    parts     the files of the outputs, each written by one task
"""
