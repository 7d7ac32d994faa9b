using Belfry.Server.CommandLine;
using Belfry.Server.Verbs;

// Asked for by scripts in loops: answered before anything is built.
if (args is ["version"] or ["--version"])
{
    VersionVerb.Print(Console.Out);
    return 0;
}

return await Tree.Build().Run(args);
