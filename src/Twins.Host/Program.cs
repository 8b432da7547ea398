using Twins.Hosting.Commands;

return await HostCommandLine.RunAsync(args);
